import { FromStringShapeDeserializer } from '@smithy/core/protocols';
import type { WireRequest } from './protocol';
import type { OperationModel, ServiceModel } from './service-model';

const TIMESTAMP_DATE_TIME = 5;

/** How members stand in paths, query strings and headers. */
export const BINDING_SETTINGS = {
  timestampFormat: { useTrait: true, default: TIMESTAMP_DATE_TIME },
  httpBindings: true,
} as const;

interface Route {
  readonly operation: OperationModel;
  readonly method: string;
  readonly pattern: RegExp;
  readonly labels: readonly string[];
}

/** `/2013-04-01/hostedzone/{Id}` becomes a pattern that also takes a trailing slash, as some clients send it. */
function routeOf(operation: OperationModel): Route[] {
  if (!operation.http) return [];
  const [method, template] = operation.http;
  const labels = [...template.matchAll(/\{(\w+)\+?\}/g)].map(([, label = '']) => label);
  const pattern = template.replace(/\/$/, '').replace(/\{\w+(\+?)\}/g, (_, greedy) => (greedy ? '(.+)' : '([^/]+)'));
  return [{ operation, method, pattern: new RegExp(`^${pattern}/?$`), labels }];
}

/** The operations of a service with HTTP bindings, by method and path. */
export interface HttpRoutes {
  operationOf(request: WireRequest): string | undefined;
  /** The members of the input that stand in path, query string and headers. */
  bound(input: OperationModel['input'], request: WireRequest): Record<string, unknown>;
}

/** Reads the `http` traits of a model. */
export function createHttpRoutes(model: ServiceModel): HttpRoutes {
  const fromText = new FromStringShapeDeserializer(BINDING_SETTINGS);
  const routes = [...model.operations.values()].flatMap(routeOf).sort((a, b) => a.labels.length - b.labels.length);
  const routeFor = ({ method, path }: WireRequest) =>
    routes.find((route) => route.method === method && route.pattern.test(path));

  return {
    operationOf: (request) => routeFor(request)?.operation.name,
    bound(input, request) {
      const route = routeFor(request);
      const values = route?.pattern.exec(request.path)?.slice(1) ?? [];
      const labels = new Map(route?.labels.map((label, index) => [label, decodeURIComponent(values[index] ?? '')]));
      const members: Record<string, unknown> = {};
      for (const [name, member] of input.structIterator()) {
        const { httpHeader, httpLabel, httpQuery } = member.getMergedTraits();
        const text = httpLabel
          ? labels.get(name)
          : httpQuery
            ? request.query.get(httpQuery)
            : httpHeader && request.headers[httpHeader.toLowerCase()];
        if (typeof text === 'string') members[name] = fromText.read(member, text);
      }
      return members;
    },
  };
}

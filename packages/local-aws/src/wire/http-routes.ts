import { FromStringShapeDeserializer } from '@smithy/core/protocols';
import { requiredMembers } from './check-input';
import type { WireRequest } from './protocol';
import type { OperationModel, ServiceModel } from './service-model';

const TIMESTAMP_DATE_TIME = 5;

/** The encoding of members in paths, query strings and headers. */
export const BINDING_SETTINGS = {
  timestampFormat: { useTrait: true, default: TIMESTAMP_DATE_TIME },
  httpBindings: true,
} as const;

interface Route {
  readonly operation: OperationModel;
  readonly method: string;
  readonly pattern: RegExp;
  readonly labels: readonly string[];
  /** What the query string must have: subresources of S3 such as `versions`. */
  readonly query: readonly (readonly [name: string, value: string])[];
  /** The query parameters and headers that the operation requires, which distinguish operations on the same path. */
  readonly required: readonly (readonly [place: 'query' | 'header', name: string])[];
}

/** `/2013-04-01/hostedzone/{Id}` becomes a pattern that also accepts a trailing slash, which some clients send. */
function routeOf(operation: OperationModel): Route[] {
  if (!operation.http) return [];
  const [method, whole] = operation.http;
  const [path = '', literals = ''] = whole.split('?');
  const members = [...operation.input.structIterator()].map(
    ([name, member]) => [name, member.getMergedTraits()] as const,
  );
  // S3's model leaves the bucket to the endpoint; on loopback it is the first path segment.
  const isInBucket =
    members.some(([name, { httpLabel }]) => name === 'Bucket' && httpLabel) && !path.includes('{Bucket}');
  const template = `${isInBucket ? '/{Bucket}' : ''}${path}`;
  const labels = [...template.matchAll(/\{(\w+)\+?\}/g)].map(([, label = '']) => label);
  const pattern = template.replace(/\/$/, '').replace(/\{\w+(\+?)\}/g, (_, greedy) => (greedy ? '(.+)' : '([^/]+)'));
  const needed = requiredMembers(operation.input);
  return [
    {
      ...{ operation, method, labels, pattern: new RegExp(`^${pattern}/?$`) },
      // Added by the SDK for its own routing; other clients do not send it.
      query: [...new URLSearchParams(literals)].filter(([name]) => name !== 'x-id'),
      required: members
        .filter(([name]) => needed.includes(name))
        .flatMap(([, { httpQuery, httpHeader }]) => [
          ...(httpQuery ? [['query', httpQuery] as const] : []),
          ...(httpHeader ? [['header', httpHeader.toLowerCase()] as const] : []),
        ]),
    },
  ];
}

const fits = ({ method, pattern, query, required }: Route, request: WireRequest): boolean =>
  method === request.method &&
  pattern.test(request.path) &&
  query.every(([name, value]) => request.query.has(name) && (value === '' || request.query.get(name) === value)) &&
  required.every(([place, name]) =>
    place === 'query' ? request.query.has(name) : request.headers[name] !== undefined,
  );

/** Routes with fewer labels are more specific, and so are those with more parameters. */
const byParticularity = (a: Route, b: Route) =>
  a.labels.length - b.labels.length || b.query.length + b.required.length - (a.query.length + a.required.length);

/** The operations of a service with HTTP bindings, by method and path. */
export interface HttpRoutes {
  operationOf(request: WireRequest): string | undefined;
  /** The input's members from path, query string and headers. */
  bound(input: OperationModel['input'], request: WireRequest): Record<string, unknown>;
}

/** Reads the `http` traits of a model. */
export function createHttpRoutes(model: ServiceModel): HttpRoutes {
  const fromText = new FromStringShapeDeserializer(BINDING_SETTINGS);
  const routes = [...model.operations.values()].flatMap(routeOf).sort(byParticularity);
  const routeFor = (request: WireRequest) => routes.find((route) => fits(route, request));

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

import { FromStringShapeDeserializer, ToStringShapeSerializer } from '@smithy/core/protocols';
import { AwsError } from '../aws-error';
import { XML_SIGNATURE_ERRORS } from './signature-errors';
import type { Protocol, WireRequest } from './protocol';
import type { OperationModel, ServiceModel } from './service-model';
import { membersXml, xmlErrorResponse, xmlResponse } from './xml-body';

const TIMESTAMP_DATE_TIME = 5;
const settings = { timestampFormat: { useTrait: true, default: TIMESTAMP_DATE_TIME }, httpBindings: true } as const;

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

/** restXml: the operation in method and path, inputs in path, query string and XML body. */
export function createRestXml(model: ServiceModel): Protocol {
  const codec = model.payloadCodec();
  const fromText = new FromStringShapeDeserializer(settings);
  const routes = [...model.operations.values()].flatMap(routeOf).sort((a, b) => a.labels.length - b.labels.length);

  const routeFor = ({ method, path }: WireRequest) =>
    routes.find((route) => route.method === method && route.pattern.test(path));

  const readBody = async (input: OperationModel['input'], body: Buffer): Promise<Record<string, unknown>> => {
    if (body.length === 0) return {};
    try {
      return { ...((await codec.createDeserializer().read(input, body)) as object) };
    } catch (error) {
      throw new AwsError('InvalidInput', `Invalid XML: ${error instanceof Error ? error.message : String(error)}`);
    }
  };

  return {
    validationError: 'InvalidInput',
    signatureErrors: XML_SIGNATURE_ERRORS,
    unknownOperation: { code: 'UnknownOperationException', status: 404 },

    operationOf: (request) => routeFor(request)?.operation.name,

    async decode({ input }, request) {
      const members = await readBody(input, request.body);
      const route = routeFor(request);
      const values = route?.pattern.exec(request.path)?.slice(1) ?? [];
      const labels = new Map(route?.labels.map((label, index) => [label, decodeURIComponent(values[index] ?? '')]));
      for (const [name, member] of input.structIterator()) {
        const { httpLabel, httpQuery } = member.getMergedTraits();
        const text = httpLabel ? labels.get(name) : httpQuery ? request.query.get(httpQuery) : undefined;
        if (typeof text === 'string') members[name] = fromText.read(member, text);
      }
      return members;
    },

    encode({ output: schema, http }, output, requestId) {
      const headers: Record<string, string> = {};
      const body = new Map(Object.entries(output ?? {}));
      for (const [name, member] of schema.structIterator()) {
        const { httpHeader } = member.getMergedTraits();
        if (!httpHeader) continue;
        const value: unknown = body.get(name);
        body.delete(name);
        if (value === undefined) continue;
        const toText = new ToStringShapeSerializer(settings);
        toText.write(member, value);
        headers[httpHeader] = toText.flush();
      }
      const element = schema.getName() ?? 'Response';
      const members = membersXml(schema, Object.fromEntries(body));
      const xml = `<${element} xmlns="${model.settings.xmlNamespace ?? ''}">${members}</${element}>`;
      const response = xmlResponse(http?.[2] ?? 200, requestId, xml);
      return { ...response, headers: { ...response.headers, ...headers } };
    },

    encodeError: (error, requestId) => xmlErrorResponse(model.wireError(error), requestId, model.settings.xmlNamespace),
  };
}

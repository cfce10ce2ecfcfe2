import { FromStringShapeDeserializer, ToStringShapeSerializer } from '@smithy/core/protocols';
import { AwsError } from '../aws-error';
import type { Protocol, WireRequest } from './protocol';
import type { OperationModel, ServiceModel } from './service-model';
import { requiredMembers } from './check-input';
import { membersXml, xmlErrorAlone, xmlErrorResponse, xmlResponse } from './xml-body';

const TIMESTAMP_DATE_TIME = 5;
const settings = { timestampFormat: { useTrait: true, default: TIMESTAMP_DATE_TIME }, httpBindings: true } as const;

interface Route {
  readonly operation: OperationModel;
  readonly method: string;
  readonly pattern: RegExp;
  readonly labels: readonly string[];
  /** What the query string must have: subresources of S3 such as `versions`. */
  readonly query: readonly (readonly [name: string, value: string])[];
  /** The query parameters and headers that the operation requires; they tell operations of one path apart. */
  readonly required: readonly (readonly [place: 'query' | 'header', name: string])[];
}

/** `/2013-04-01/hostedzone/{Id}` becomes a pattern that also takes a trailing slash, as some clients send it. */
function routeOf(operation: OperationModel): Route[] {
  if (!operation.http) return [];
  const [method, whole] = operation.http;
  const [path = '', literals = ''] = whole.split('?');
  const members = [...operation.input.structIterator()].map(
    ([name, member]) => [name, member.getMergedTraits()] as const,
  );
  // The models of S3 leave the bucket to the endpoint; on loopback it is the first part of the path.
  const isInBucket =
    members.some(([name, { httpLabel }]) => name === 'Bucket' && httpLabel) && !path.includes('{Bucket}');
  const template = `${isInBucket ? '/{Bucket}' : ''}${path}`;
  const labels = [...template.matchAll(/\{(\w+)\+?\}/g)].map(([, label = '']) => label);
  const pattern = template.replace(/\/$/, '').replace(/\{\w+(\+?)\}/g, (_, greedy) => (greedy ? '(.+)' : '([^/]+)'));
  const needed = requiredMembers(operation.input);
  return [
    {
      ...{ operation, method, labels, pattern: new RegExp(`^${pattern}/?$`) },
      // What the SDK adds for its own routing; no other client sends it.
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

/** Fewer labels are more particular, and so are more parameters. */
const byParticularity = (a: Route, b: Route) =>
  a.labels.length - b.labels.length || b.query.length + b.required.length - (a.query.length + a.required.length);

/** Of S3 only: its errors stand alone, where other services wrap them (Smithy, restXml, noErrorWrapping). */
const isUnwrapped = ({ settings }: ServiceModel) => settings.serviceTarget === 'AmazonS3';

/** restXml: the operation in method and path, inputs in path, query string, headers and body. */
export function createRestXml(model: ServiceModel): Protocol {
  const codec = model.payloadCodec();
  const fromText = new FromStringShapeDeserializer(settings);
  const routes = [...model.operations.values()].flatMap(routeOf).sort(byParticularity);

  const routeFor = (request: WireRequest) => routes.find((route) => fits(route, request));

  const readBody = async (input: OperationModel['input'], body: Buffer): Promise<Record<string, unknown>> => {
    const payload = [...input.structIterator()].find(([, member]) => member.getMergedTraits().httpPayload);
    if (payload?.[1].isBlobSchema()) return { [payload[0]]: body };
    if (body.length === 0) return {};
    try {
      return { ...((await codec.createDeserializer().read(input, body)) as object) };
    } catch (error) {
      throw new AwsError('InvalidInput', `Invalid XML: ${error instanceof Error ? error.message : String(error)}`);
    }
  };

  return {
    validationError: 'InvalidInput',
    unknownOperation: { code: 'UnknownOperationException', status: 404 },

    operationOf: (request) => routeFor(request)?.operation.name,

    async decode({ input }, request) {
      const members = await readBody(input, request.body);
      const route = routeFor(request);
      const values = route?.pattern.exec(request.path)?.slice(1) ?? [];
      const labels = new Map(route?.labels.map((label, index) => [label, decodeURIComponent(values[index] ?? '')]));
      for (const [name, member] of input.structIterator()) {
        const { httpLabel, httpQuery, httpHeader } = member.getMergedTraits();
        const text = httpLabel
          ? labels.get(name)
          : httpQuery
            ? request.query.get(httpQuery)
            : request.headers[httpHeader?.toLowerCase() ?? ''];
        if (typeof text === 'string') members[name] = fromText.read(member, text);
      }
      return members;
    },

    encode({ output: schema, http }, output, requestId) {
      const headers: Record<string, string> = {};
      const body = new Map(Object.entries(output ?? {}));
      let payload: Uint8Array | undefined;
      for (const [name, member] of schema.structIterator()) {
        const { httpHeader, httpPayload } = member.getMergedTraits();
        const value: unknown = body.get(name);
        if (httpPayload && value instanceof Uint8Array) payload = value;
        if (!httpHeader) continue;
        body.delete(name);
        if (value === undefined) continue;
        const toText = new ToStringShapeSerializer(settings);
        toText.write(member, value);
        headers[httpHeader.toLowerCase()] = toText.flush();
      }
      const status = http?.[2] ?? 200;
      if (payload) return { status, headers: { 'x-amzn-requestid': requestId, ...headers }, body: payload };
      const element = schema.getName() ?? 'Response';
      const members = membersXml(schema, Object.fromEntries(body));
      const xml = `<${element} xmlns="${model.settings.xmlNamespace ?? ''}">${members}</${element}>`;
      const response = xmlResponse(status, requestId, xml);
      return { ...response, headers: { ...response.headers, ...headers } };
    },

    encodeError: (error, requestId) =>
      isUnwrapped(model)
        ? xmlErrorAlone(model.wireError(error), requestId)
        : xmlErrorResponse(model.wireError(error), requestId, model.settings.xmlNamespace),
  };
}

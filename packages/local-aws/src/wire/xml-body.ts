import { XmlCodec } from '@aws-sdk/core/protocols';
import { NormalizedSchema } from '@smithy/core/schema';
import type { WireResponse } from './protocol';
import type { WireError } from './service-model';

const TIMESTAMP_DATE_TIME = 5;
const STRING = 0;

const codec = new XmlCodec({
  timestampFormat: { useTrait: true, default: TIMESTAMP_DATE_TIME },
  httpBindings: false,
  // The envelope has the namespace.
  xmlNamespace: '',
  serviceNamespace: '',
});

const errorEnvelope = NormalizedSchema.of([
  3,
  'aws',
  'Error',
  0,
  ['Type', 'Code', 'Message'],
  [STRING, STRING, STRING],
]);

/** The members of a structure as XML elements, without the enclosing element. */
export function membersXml(schema: NormalizedSchema, value: unknown): string {
  if (schema.isUnitSchema()) return '';
  const serializer = codec.createSerializer();
  serializer.write(schema, value ?? {});
  const xml = String(serializer.flush());
  return /^<[^>]*[^/>]>(.*)<\/[^>]*>$/s.exec(xml)?.[1] ?? '';
}

/** A response with an XML body. */
export function xmlResponse(status: number, requestId: string, xml: string): WireResponse {
  return {
    status,
    headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId },
    body: `<?xml version="1.0" encoding="UTF-8"?>\n${xml}`,
  };
}

/** The `ErrorResponse` envelope that the query protocol and Route 53 share. */
export function xmlErrorResponse(error: WireError, requestId: string, xmlNamespace = ''): WireResponse {
  const { queryCode, status, message, members, schema } = error;
  const head = { Type: status < 500 ? 'Sender' : 'Receiver', Code: queryCode, Message: message };
  const xml = membersXml(errorEnvelope, head) + (schema ? membersXml(schema, members) : '');
  return xmlResponse(
    status,
    requestId,
    `<ErrorResponse${xmlNamespace && ` xmlns="${xmlNamespace}"`}><Error>${xml}</Error>` +
      `<RequestId>${requestId}</RequestId></ErrorResponse>`,
  );
}

/** An error as S3 returns it, without the envelope. */
export function xmlErrorAlone({ queryCode, status, message }: WireError, requestId: string): WireResponse {
  const xml = membersXml(errorEnvelope, { Code: queryCode, Message: message });
  return xmlResponse(status, requestId, `<Error>${xml}<RequestId>${requestId}</RequestId></Error>`);
}

import { ToStringShapeSerializer } from '@smithy/core/protocols';
import { AwsError } from '../aws-error';
import { BINDING_SETTINGS, createHttpRoutes } from './http-routes';
import type { Protocol } from './protocol';
import { XML_SIGNATURE_ERRORS } from './signature-errors';
import type { OperationModel, ServiceModel } from './service-model';
import { membersXml, xmlErrorAlone, xmlErrorResponse, xmlResponse } from './xml-body';

/** Only S3 does not wrap its errors (Smithy, restXml, noErrorWrapping). */
const isUnwrapped = ({ settings }: ServiceModel) => settings.serviceTarget === 'AmazonS3';

/** restXml: the operation in method and path, inputs in path, query string, headers and body. */
export function createRestXml(model: ServiceModel): Protocol {
  const codec = model.payloadCodec();
  const routes = createHttpRoutes(model);

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
    signatureErrors: XML_SIGNATURE_ERRORS,
    unknownOperation: { code: 'UnknownOperationException', status: 404 },

    operationOf: routes.operationOf,

    async decode({ input }, request) {
      return { ...(await readBody(input, request.body)), ...routes.bound(input, request) };
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
        const toText = new ToStringShapeSerializer(BINDING_SETTINGS);
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

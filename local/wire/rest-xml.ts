import { ToStringShapeSerializer } from '@smithy/core/protocols';
import { AwsError } from '../aws-error';
import { BINDING_SETTINGS, createHttpRoutes } from './http-routes';
import type { Protocol } from './protocol';
import { XML_SIGNATURE_ERRORS } from './signature-errors';
import type { OperationModel, ServiceModel } from './service-model';
import { membersXml, xmlErrorResponse, xmlResponse } from './xml-body';

/** restXml: the operation in method and path, inputs in path, query string and XML body. */
export function createRestXml(model: ServiceModel): Protocol {
  const codec = model.payloadCodec();
  const routes = createHttpRoutes(model);

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

    operationOf: routes.operationOf,

    async decode({ input }, request) {
      return { ...(await readBody(input, request.body)), ...routes.bound(input, request) };
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
        const toText = new ToStringShapeSerializer(BINDING_SETTINGS);
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

import { ToStringShapeSerializer } from '@smithy/core/protocols';
import { AwsError } from '../aws-error';
import { BINDING_SETTINGS, createHttpRoutes } from './http-routes';
import type { Protocol } from './protocol';
import type { ServiceModel } from './service-model';
import { JSON_SIGNATURE_ERRORS } from './signature-errors';

/**
 * restJson1, as far as Lambda's Invoke needs it: the operation in method and path, input members in path, query string
 * and headers, and a single member as the raw body.
 */
export function createRestJson(model: ServiceModel): Protocol {
  const routes = createHttpRoutes(model);
  const common = (requestId: string) => ({ 'content-type': 'application/json', 'x-amzn-requestid': requestId });

  return {
    validationError: 'InvalidParameterValueException',
    signatureErrors: JSON_SIGNATURE_ERRORS,
    unknownOperation: { code: 'UnknownOperationException', status: 404 },
    operationOf: routes.operationOf,

    async decode({ input }, request) {
      const members = routes.bound(input, request);
      for (const [name, member] of input.structIterator()) {
        if (member.getMergedTraits().httpPayload && request.body.length > 0) members[name] = request.body;
      }
      return members;
    },

    encode({ output: schema, http }, output, requestId) {
      const headers: Record<string, string> = common(requestId);
      const values = (output ?? {}) as Readonly<Record<string, unknown>>;
      let status = http?.[2] ?? 200;
      let body = '';
      for (const [name, member] of schema.structIterator()) {
        const { httpHeader, httpPayload, httpResponseCode } = member.getMergedTraits();
        const value = values[name];
        if (value === undefined) continue;
        if (httpResponseCode) status = Number(value);
        else if (httpPayload) body = value as string;
        else if (httpHeader) {
          const toText = new ToStringShapeSerializer(BINDING_SETTINGS);
          toText.write(member, value);
          headers[httpHeader] = toText.flush();
        } else throw new AwsError('InternalFailure', `the local cloud cannot put ${name} into the body`, 500);
      }
      return { status, headers, body };
    },

    encodeError(error, requestId) {
      const { shapeName, status, message, members } = model.wireError(error);
      const headers = { ...common(requestId), 'x-amzn-errortype': shapeName };
      return { status, headers, body: JSON.stringify({ Type: 'User', message, Message: message, ...members }) };
    },
  };
}

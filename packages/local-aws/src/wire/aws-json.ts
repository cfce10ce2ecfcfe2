import type { NormalizedSchema } from '@smithy/core/schema';
import { AwsError } from '../aws-error';
import { JSON_SIGNATURE_ERRORS } from './signature-errors';
import type { Protocol } from './protocol';
import type { ServiceModel } from './service-model';

/** awsJson1_0 and awsJson1_1: the operation in `X-Amz-Target`, JSON bodies. */
export function createAwsJson(model: ServiceModel): Protocol {
  const codec = model.payloadCodec();
  const contentType = `application/x-amz-json-${model.protocolId.endsWith('1_0') ? '1.0' : '1.1'}`;
  const targetPrefix = `${model.settings.serviceTarget}.`;

  const write = (schema: NormalizedSchema, value: unknown): string => {
    const serializer = codec.createSerializer();
    serializer.write(schema, value);
    const written = serializer.flush();
    return typeof written === 'string' ? written : new TextDecoder().decode(written);
  };

  const headers = (requestId: string) => ({ 'content-type': contentType, 'x-amzn-requestid': requestId });

  return {
    validationError: 'ValidationException',
    signatureErrors: JSON_SIGNATURE_ERRORS,
    unknownOperation: { code: 'UnknownOperationException', status: 400 },

    operationOf({ headers }) {
      const target = headers['x-amz-target'];
      return typeof target === 'string' && target.startsWith(targetPrefix)
        ? target.slice(targetPrefix.length)
        : undefined;
    },

    async decode({ input }, { body }) {
      const text = body.toString('utf8') || '{}';
      try {
        return input.isUnitSchema() ? {} : await codec.createDeserializer().read(input, Buffer.from(text));
      } catch (error) {
        throw new AwsError('SerializationException', error instanceof Error ? error.message : String(error));
      }
    },

    encode({ output: schema }, output, requestId) {
      if (schema.isUnitSchema()) return { status: 200, headers: headers(requestId), body: '' };
      return { status: 200, headers: headers(requestId), body: write(schema, output ?? {}) };
    },

    encodeError(error, requestId) {
      const { shapeName, queryCode, status, message, members, schema } = model.wireError(error);
      const modelled = schema ? (JSON.parse(write(schema, members)) as object) : {};
      return {
        status,
        headers: {
          ...headers(requestId),
          ...(model.settings.awsQueryCompatible && {
            'x-amzn-query-error': `${queryCode};${status < 500 ? 'Sender' : 'Receiver'}`,
          }),
        },
        body: JSON.stringify({ __type: shapeName, message, ...modelled }),
      };
    },
  };
}

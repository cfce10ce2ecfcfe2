import { XML_SIGNATURE_ERRORS } from './signature-errors';
import type { Protocol } from './protocol';
import { readForm } from './query-form';
import type { ServiceModel } from './service-model';
import { membersXml, xmlErrorResponse, xmlResponse } from './xml-body';

const formOf = (body: Buffer) => new URLSearchParams(body.toString('utf8'));

/** awsQuery: a form with `Action` and `Version`, answered in XML. */
export function createAwsQuery(model: ServiceModel): Protocol {
  return {
    validationError: 'ValidationError',
    signatureErrors: XML_SIGNATURE_ERRORS,
    unknownOperation: { code: 'InvalidAction', status: 400 },

    operationOf({ body, headers }) {
      if (!String(headers['content-type']).startsWith('application/x-www-form-urlencoded')) return undefined;
      const form = formOf(body);
      return form.get('Version') === model.settings.version ? (form.get('Action') ?? undefined) : undefined;
    },

    decode: async ({ input }, { body }) => readForm(input, formOf(body), '') ?? {},

    encode({ name, output: schema }, output, requestId) {
      const result = schema.isUnitSchema() ? '' : `<${name}Result>${membersXml(schema, output)}</${name}Result>`;
      return xmlResponse(
        200,
        requestId,
        `<${name}Response xmlns="${model.settings.xmlNamespace ?? ''}">${result}` +
          `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></${name}Response>`,
      );
    },

    encodeError: (error, requestId) => xmlErrorResponse(model.wireError(error), requestId, model.settings.xmlNamespace),
  };
}

import { ACMClient, KeyAlgorithm } from '@aws-sdk/client-acm';
import { HttpResponse } from '@smithy/core/protocols';
import { acmCertificates } from '../../../shared/aws/certificates';

/** ACM over a transport that returns a response per call and records the requests. */
function acm(...answers: object[]) {
  const asked: { readonly operation: string; readonly input: Record<string, unknown> }[] = [];
  const client = new ACMClient({
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    requestHandler: {
      async handle(request: { headers: Record<string, string>; body: Uint8Array }) {
        const operation = request.headers['x-amz-target']?.split('.')[1] ?? '';
        asked.push({ operation, input: JSON.parse(new TextDecoder().decode(request.body)) });
        const body = Buffer.from(JSON.stringify(answers[asked.length - 1] ?? {}));
        const headers = { 'content-type': 'application/x-amz-json-1.1' };
        return { response: new HttpResponse({ statusCode: 200, headers, body }) };
      },
    },
  });
  return { asked, certificates: acmCertificates(client) };
}

it('lists every key type and reads every page', async () => {
  const page = (id: string, more: object = {}) => ({
    CertificateSummaryList: [
      {
        CertificateArn: id,
        DomainName: 'example.com',
        SubjectAlternativeNameSummaries: ['example.com'],
        KeyAlgorithm: 'EC-prime256v1',
        Status: 'ISSUED',
      },
    ],
    ...more,
  });
  const { asked, certificates } = acm(page('arn:1', { NextToken: 'more' }), page('arn:2'));
  const found = await certificates.listByNames(['example.com']);
  expect(found.map(({ certificateArn }) => certificateArn)).toEqual(['arn:1', 'arn:2']);
  expect(found[0]?.keyAlgorithm).toBe('EC_prime256v1');
  expect(asked[0]?.input).toMatchObject({ Includes: { keyTypes: Object.values(KeyAlgorithm) } });
  expect(asked[1]?.input).toMatchObject({ NextToken: 'more' });
});

it('requests with DNS validation, the tags and the token, in one call', async () => {
  const { asked, certificates } = acm({ CertificateArn: 'arn:1' });
  await certificates.request({
    domainNames: ['example.com', '*.example.com'],
    keyAlgorithm: 'EC_prime256v1',
    idempotencyToken: 'token',
    tags: { team: 'web' },
  });
  expect(asked).toEqual([
    {
      operation: 'RequestCertificate',
      input: {
        DomainName: 'example.com',
        SubjectAlternativeNames: ['*.example.com'],
        ValidationMethod: 'DNS',
        KeyAlgorithm: 'EC_prime256v1',
        IdempotencyToken: 'token',
        Tags: [{ Key: 'team', Value: 'web' }],
      },
    },
  ]);
});

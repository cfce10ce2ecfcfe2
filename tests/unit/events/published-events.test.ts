import type * as z from 'zod';
import { certificateAtRisk } from '../../../events/certificate-at-risk';
import { certificateRecovered } from '../../../events/certificate-recovered';
import { certificateRenewed } from '../../../events/certificate-renewed';
import { certificateReplaced } from '../../../events/certificate-replaced';
import { domainProvisioningFailed } from '../../../events/domain-provisioning-failed';
import { domainSecured } from '../../../events/domain-secured';
import { detailSchemaOf, patternOf } from '../../../events/event';
import atRiskSchema from '../../../events/schemas/certificate-at-risk.json';
import recoveredSchema from '../../../events/schemas/certificate-recovered.json';
import renewedSchema from '../../../events/schemas/certificate-renewed.json';
import replacedSchema from '../../../events/schemas/certificate-replaced.json';
import failedSchema from '../../../events/schemas/domain-provisioning-failed.json';
import securedSchema from '../../../events/schemas/domain-secured.json';
import type { EventContract } from '../../../shared/ports/publishers';

const secured = {
  domainName: 'app.example.com',
  domainNames: ['app.example.com'],
  certificateArn: 'arn:1',
  loadBalancerArn: 'arn:2',
  listenerArn: 'arn:3',
  verified: true,
  notBefore: '2026-11-23T08:00:00.000Z',
  notAfter: '2027-06-09T08:00:00.000Z',
  executionArn: 'arn:4',
};
const failed = { step: 'CheckDomain', error: 'DelegationError', cause: 'not delegated', executionArn: 'arn:4' };
const atRisk = {
  certificateArn: 'arn:1',
  healthIssue: 'RenewalLate',
  cause: 'PENDING_VALIDATION',
  advice: 'Check it.',
  notificationReason: 'opened',
  listenerArns: [],
  executionArn: 'arn:4',
};
const recovered = { certificateArn: 'arn:1', healthIssue: 'RenewalLate', how: 'renewed', executionArn: 'arn:4' };
const renewed = {
  certificateArn: 'arn:1',
  domainName: 'app.example.com',
  domainNames: ['app.example.com'],
  serial: '0a:01',
  notAfter: '2027-06-09T08:00:00.000Z',
  loadBalancerArns: ['arn:2'],
  executionArn: 'arn:4',
};
const replaced = {
  certificateArn: 'arn:5',
  replacedCertificateArn: 'arn:1',
  domainName: 'app.example.com',
  domainNames: ['app.example.com'],
  reason: 'It has expired.',
  listenerArns: ['arn:3'],
  verified: true,
  executionArn: 'arn:4',
};

it.each<[EventContract<z.ZodType>, object, object]>([
  [domainSecured, secured, securedSchema],
  [domainProvisioningFailed, failed, failedSchema],
  [certificateAtRisk, atRisk, atRiskSchema],
  [certificateRecovered, recovered, recoveredSchema],
  [certificateRenewed, renewed, renewedSchema],
  [certificateReplaced, replaced, replacedSchema],
])('$detailType has this source, a current schema file and required fields', (contract, detail, schema) => {
  expect(patternOf(contract)).toEqual({ source: ['acm-autopilot'], 'detail-type': [contract.detailType] });
  expect(schema).toEqual(detailSchemaOf(contract));
  expect(contract.detail.safeParse(detail).success).toBe(true);
  for (const field of Object.keys(detail).filter((name) => !/^not(Before|After)$/.test(name))) {
    expect(contract.detail.safeParse({ ...detail, [field]: undefined }).error?.issues).toMatchObject([
      { path: [field] },
    ]);
  }
  expect(contract.detail.safeParse({ ...detail, unknown: 1 }).success).toBe(false);
});

it('times are ISO 8601', () => {
  expect(domainSecured.detail.safeParse({ ...secured, notAfter: 'next year' }).success).toBe(false);
});

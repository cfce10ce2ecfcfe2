import { asEmail } from '../../../shared/domain/notification/email';
import { type HealthIssueFacts, healthIssueMessage } from '../../../shared/domain/notification/health-issue-message';

const facts: HealthIssueFacts = {
  notificationReason: 'opened',
  certificateArn: 'arn:aws:acm:eu-west-1:111122223333:certificate/1a2b',
  domainName: 'app.example.com',
  name: 'CaaForbidsAmazonError',
  cause: 'example.com CAA 0 issue "ca.example" forbids Amazon',
  step: undefined,
  advice: 'Add the CAA record.',
  daysLeft: 13,
  notAfter: '2026-12-06T12:00:00.000Z',
  listenerArns: ['arn:listener/1', 'arn:listener/2'],
  how: 'fixed',
  replacedBy: undefined,
  executionArn: 'arn:aws:states:eu-west-1:111122223333:execution:reconcile-certificate:one',
};
const mailed = (changes: Partial<HealthIssueFacts> = {}) => asEmail(healthIssueMessage({ ...facts, ...changes }), '');
const whereToLook = `Certificate:  arn:aws:acm:eu-west-1:111122223333:certificate/1a2b
Expires:      2026-12-06T12:00:00.000Z (13 days left)
Attached to:
- arn:listener/1
- arn:listener/2

Execution: https://eu-west-1.console.aws.amazon.com/states/home?region=eu-west-1#/v2/executions/details/arn:aws:states:eu-west-1:111122223333:execution:reconcile-certificate:one
Runbook: docs/runbook.md, "CaaForbidsAmazonError"
`;

it('tells what is wrong, why, what to do, how long there is, and where the certificate is', () => {
  expect(mailed()).toEqual({
    subject: 'Certificate app.example.com is at risk (13 days left): CaaForbidsAmazonError',
    body: `Warning: Certificate app.example.com is at risk (13 days left): CaaForbidsAmazonError

Cause:  example.com CAA 0 issue "ca.example" forbids Amazon

What to do: Add the CAA record.

${whereToLook}`,
  });
});

it('tells of the end of a health issue without the advice that nobody needs any more', () => {
  expect(mailed({ notificationReason: 'resolved', replacedBy: 'arn:new' })).toEqual({
    subject: 'Certificate app.example.com has recovered: CaaForbidsAmazonError',
    body: `Resolved: Certificate app.example.com has recovered: CaaForbidsAmazonError

It was:       example.com CAA 0 issue "ca.example" forbids Amazon
Replaced by:  arn:new

${whereToLook}`,
  });
});

it('names the step that failed', () => {
  expect(mailed({ step: 'AttachReplacement' }).body).toContain('\nStep:   AttachReplacement\n');
});

it.each<[string, Partial<HealthIssueFacts>, string]>([
  ['changed', { notificationReason: 'changed' }, 'is still at risk (13 days left): '],
  ['draws near', { notificationReason: 'expiry-near' }, 'is still at risk (13 days left): '],
  ['has a day left', { daysLeft: 1 }, 'is at risk (1 day left): '],
  ['has hours left', { daysLeft: 0 }, 'is at risk (less than a day left): '],
  ['has expired', { daysLeft: -1 }, 'is at risk (expired): '],
  ['has no expiry date yet', { daysLeft: undefined, notAfter: undefined }, 'is at risk: '],
])('the subject of a health issue that %s says so', (_how, changes, expected) => {
  expect(mailed(changes).subject).toBe(`Certificate app.example.com ${expected}CaaForbidsAmazonError`);
});

it('names the certificate when nobody could look at it', () => {
  const { subject, body } = mailed({ domainName: undefined, daysLeft: undefined });
  expect(subject).toBe('Certificate 1a2b is at risk: CaaForbidsAmazonError');
  expect(body).toMatch(/^Certificate: +arn:aws:acm:eu-west-1:111122223333:certificate\/1a2b$/m);
});

it.each([
  ['as long as one can be', `${'a'.repeat(60)}.${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(60)}.example`],
  ['that is not ASCII', 'bücher\n\u0000.example'],
])('keeps the days and the health issue in the subject for a name %s', (_case, domainName) => {
  const { subject } = mailed({ domainName });
  expect(subject).toMatch(/^[ -~]{1,100}$/);
  expect(subject).toMatch(/is at risk \(13 days left\): CaaForbidsAmazonError$/);
});

it('takes no place where there is none', () => {
  const { body } = mailed({ listenerArns: [], notAfter: undefined });
  expect(body).not.toMatch(/Attached|Expires/);
});

it.each<[Partial<HealthIssueFacts>, string]>([
  [{ daysLeft: 8 }, 'warning'],
  [{ daysLeft: 7 }, 'critical'],
  [{ daysLeft: -1 }, 'critical'],
  [{ daysLeft: undefined }, 'warning'],
  [{ daysLeft: 3, name: 'CertificateBeingReplaced' }, 'warning'],
  [{ daysLeft: 3, notificationReason: 'resolved' }, 'resolved'],
])('with %j it is %s', (changes, severity) => {
  expect(healthIssueMessage({ ...facts, ...changes }).severity).toBe(severity);
});

it('belongs with its end: both are of the certificate’s thread', () => {
  const [begun, over] = (['opened', 'resolved'] as const).map((notificationReason) =>
    healthIssueMessage({ ...facts, notificationReason }),
  );
  expect(begun).toMatchObject({ threadId: facts.certificateArn, eventType: 'Certificate At Risk' });
  expect(over).toMatchObject({ threadId: facts.certificateArn, eventType: 'Certificate Recovered' });
});

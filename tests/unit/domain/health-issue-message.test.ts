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
const detailsAndLinks = `Certificate:  arn:aws:acm:eu-west-1:111122223333:certificate/1a2b
Expires:      2026-12-06T12:00:00.000Z (13 days left)
Attached to:
- arn:listener/1
- arn:listener/2

Execution: https://eu-west-1.console.aws.amazon.com/states/home?region=eu-west-1#/v2/executions/details/arn:aws:states:eu-west-1:111122223333:execution:reconcile-certificate:one
Runbook: docs/runbook.md, "CaaForbidsAmazonError"
`;

it('contains the summary, the days left, the cause, the action and where the certificate is attached', () => {
  expect(mailed()).toEqual({
    subject: 'Certificate app.example.com is at risk (13 days left): CaaForbidsAmazonError',
    body: `Warning: Certificate app.example.com is at risk (13 days left): CaaForbidsAmazonError

Cause:  example.com CAA 0 issue "ca.example" forbids Amazon

What to do: Add the CAA record.

${detailsAndLinks}`,
  });
});

it('reports the resolution of a health issue without an action', () => {
  expect(mailed({ notificationReason: 'resolved', replacedBy: 'arn:new' })).toEqual({
    subject: 'Certificate app.example.com has recovered: CaaForbidsAmazonError',
    body: `Resolved: Certificate app.example.com has recovered: CaaForbidsAmazonError

Resolved issue:  example.com CAA 0 issue "ca.example" forbids Amazon
Replaced by:     arn:new

${detailsAndLinks}`,
  });
});

it('names the step that failed', () => {
  expect(mailed({ step: 'AttachReplacement' }).body).toContain('\nStep:   AttachReplacement\n');
});

it.each<[string, Partial<HealthIssueFacts>, string]>([
  ['has changed', { notificationReason: 'changed' }, 'is still at risk (13 days left): '],
  ['persists close to expiry', { notificationReason: 'expiry-near' }, 'is still at risk (13 days left): '],
  ['has a day left', { daysLeft: 1 }, 'is at risk (1 day left): '],
  ['has hours left', { daysLeft: 0 }, 'is at risk (less than a day left): '],
  ['has expired', { daysLeft: -1 }, 'is at risk (expired): '],
  ['has no expiry date yet', { daysLeft: undefined, notAfter: undefined }, 'is at risk: '],
])('has a matching subject for a health issue that %s', (_how, changes, expected) => {
  expect(mailed(changes).subject).toBe(`Certificate app.example.com ${expected}CaaForbidsAmazonError`);
});

it('identifies the certificate by its id if it could not be assessed', () => {
  const { subject, body } = mailed({ domainName: undefined, daysLeft: undefined });
  expect(subject).toBe('Certificate 1a2b is at risk: CaaForbidsAmazonError');
  expect(body).toMatch(/^Certificate: +arn:aws:acm:eu-west-1:111122223333:certificate\/1a2b$/m);
});

it.each([
  ['of the maximum length', `${'a'.repeat(60)}.${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(60)}.example`],
  ['that is not ASCII', 'bücher\n\u0000.example'],
])('retains the days left and the health issue in the subject for a name %s', (_case, domainName) => {
  const { subject } = mailed({ domainName });
  expect(subject).toMatch(/^[ -~]{1,100}$/);
  expect(subject).toMatch(/is at risk \(13 days left\): CaaForbidsAmazonError$/);
});

it('omits details that are missing', () => {
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
])('with %j the severity is %s', (changes, severity) => {
  expect(healthIssueMessage({ ...facts, ...changes }).severity).toBe(severity);
});

it('has the same thread as its resolution, that of the certificate', () => {
  const [opened, resolved] = (['opened', 'resolved'] as const).map((notificationReason) =>
    healthIssueMessage({ ...facts, notificationReason }),
  );
  expect(opened).toMatchObject({ threadId: facts.certificateArn, eventType: 'Certificate At Risk' });
  expect(resolved).toMatchObject({ threadId: facts.certificateArn, eventType: 'Certificate Recovered' });
});

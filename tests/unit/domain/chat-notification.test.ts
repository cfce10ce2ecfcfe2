import { asChatNotification } from '../../../shared/domain/notification/chat-notification';
import { type FailureFacts, failureMessage } from '../../../shared/domain/notification/failure-message';
import { healthIssueMessage } from '../../../shared/domain/notification/health-issue-message';
import type { Message } from '../../../shared/domain/notification/message';
import { customNotification } from '../../builders/custom-notification';

const EXECUTION = 'arn:aws:states:eu-west-1:111122223333:execution:secure-domain:one';
const CERTIFICATE = 'arn:aws:acm:eu-west-1:111122223333:certificate/1';
const facts: FailureFacts = {
  domainName: 'app.example.com',
  step: 'CheckDomain',
  error: 'DelegationError',
  cause: '_x.example.com is not delegated',
  advice: "Set the zone's name servers. Wait, and emit the event again.",
  created: [],
  certificateArn: undefined,
  executionArn: EXECUTION,
};
const failed = (changes: Partial<FailureFacts> = {}, runbookUrl = '') =>
  asChatNotification(failureMessage({ ...facts, ...changes }), runbookUrl);
const healthIssue = (notificationReason: 'opened' | 'resolved') =>
  asChatNotification(
    healthIssueMessage({
      notificationReason,
      certificateArn: CERTIFICATE,
      domainName: 'app.example.com',
      name: 'RenewalLate',
      cause: 'PENDING_VALIDATION',
      step: undefined,
      advice: 'Check it.',
      daysLeft: 13,
      notAfter: '2026-12-06T12:00:00.000Z',
      listenerArns: ['arn:listener/1'],
      how: 'fixed',
      replacedBy: undefined,
      executionArn: EXECUTION,
    }),
    '',
  );

it('starts with severity and summary, followed by cause, action and links', () => {
  expect(failed({}, 'https://example.com/docs/runbook.md')).toEqual({
    version: '1.0',
    source: 'custom',
    content: {
      textType: 'client-markdown',
      title: '❌ Error: HTTPS for app.example.com failed: DelegationError',
      description: `*Cause* \`_x.example.com is not delegated\`
*Step* \`CheckDomain\`
Nothing was created.

Execution: https://eu-west-1.console.aws.amazon.com/states/home?region=eu-west-1#/v2/executions/details/${EXECUTION}
Runbook: https://example.com/docs/runbook.md#delegationerror`,
      nextSteps: ["Set the zone's name servers.", 'Wait, and emit the event again.'],
      keywords: ['error', 'DelegationError'],
    },
    metadata: {
      threadId: 'app.example.com',
      summary: 'HTTPS for app.example.com failed: DelegationError',
      eventType: 'Domain Provisioning Failed',
      relatedResources: [EXECUTION],
      additionalContext: { severity: 'error', name: 'DelegationError', about: 'HTTPS for app.example.com' },
    },
  });
});

it('reports the resolution in the thread of the health issue, without an action', () => {
  const [opened, resolved] = [healthIssue('opened'), healthIssue('resolved')];
  expect(opened.content.title).toBe('⚠️ Warning: Certificate app.example.com is at risk (13 days left): RenewalLate');
  expect(opened.content.nextSteps).toEqual(['Check it.']);
  expect(resolved.content.title).toBe('✅ Resolved: Certificate app.example.com has recovered: RenewalLate');
  expect(resolved.content).not.toHaveProperty('nextSteps');
  expect(opened.metadata).toMatchObject({ threadId: CERTIFICATE, eventType: 'Certificate At Risk' });
  expect(resolved.metadata).toMatchObject({ threadId: CERTIFICATE, eventType: 'Certificate Recovered' });
  expect(opened.metadata.relatedResources).toEqual([CERTIFICATE, 'arn:listener/1']);
});

it('lists what was already created', () => {
  const { description } = failed({ created: ['certificate arn:1', '*.example.com A alias'] }).content;
  expect(description).toContain('Already created');
  expect(description).toContain('\n• `certificate arn:1`\n• `*.example.com A alias`\n');
});

it.each<[string, Partial<FailureFacts>]>([
  ['ordinary facts', {}],
  ['a very long cause', { cause: 'x'.repeat(50_000) }],
  [
    'very many records',
    { created: Array.from({ length: 200 }, (_, n) => `_${n}${'x'.repeat(200)}.example.com CNAME`) },
  ],
  ['a name of the maximum length', { domainName: `${'a'.repeat(240)}.example.com` }],
  ['a very long error name', { error: 'x'.repeat(300) }],
  ['very long advice', { advice: `${'y'.repeat(1_000)}. And more.` }],
  ['no domain', { domainName: undefined }],
  ['an empty cause', { cause: '' }],
])('conforms to the format and its limits, and retains its links, with %s', (_case, changes) => {
  const notification = failed(changes);
  expect(customNotification.parse(notification)).toEqual(notification);
  expect(notification.content.description).toMatch(/\n\nExecution: https:\S+one\nRunbook: .+$/);
});

it('conforms to the format for an open and a resolved health issue', () => {
  for (const notificationReason of ['opened', 'resolved'] as const)
    expect(customNotification.safeParse(healthIssue(notificationReason)).success).toBe(true);
});

it.each<[string, Partial<FailureFacts>]>([
  ['domain', { domainName: '<!channel> <https://example.net|app.example.com>' }],
  ['cause', { cause: '`<!here>` @everyone <https://example.net|click>\n```@here' }],
  ['created resource', { created: ['<@U012AB3CD> @here'] }],
  ['error', { error: '<!channel>@here' }],
])('an untrusted %s creates no mention and no link', (_what, changes) => {
  const { title, description, keywords } = failed(changes).content;
  for (const text of [title, description, ...keywords]) expect(text).not.toMatch(/[<>@]/);
  expect(description.split('\n').filter((line) => (line.match(/`/g) ?? []).length % 2 !== 0)).toEqual([]);
});

it.each<[string, string, string]>([
  ['DelegationError', '#delegationerror', 'an error'],
  ['States.Timeout', '#statestimeout', 'a Step Functions error'],
  ['No sweep', '#no-sweep', 'a phrase'],
])('links %s to the heading %s: %s', (name, anchor) => {
  const message: Message = { ...failureMessage(facts), name };
  expect(asChatNotification(message, 'https://example.com/r').content.description).toMatch(
    new RegExp(`Runbook: https://example\\.com/r${anchor}$`),
  );
});

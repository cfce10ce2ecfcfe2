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
  cause: 'public DNS delegates _x.example.com to nobody',
  advice: "Set the zone's name servers. Wait, and emit the event again.",
  created: [],
  certificateArn: undefined,
  executionArn: EXECUTION,
};
const failed = (changes: Partial<FailureFacts> = {}, runbookUrl = '') =>
  asChatNotification(failureMessage({ ...facts, ...changes }), runbookUrl);
const troubled = (notificationReason: 'opened' | 'resolved') =>
  asChatNotification(
    healthIssueMessage({
      notificationReason,
      certificateArn: CERTIFICATE,
      domainName: 'app.example.com',
      name: 'RenewalLate',
      cause: 'PENDING_VALIDATION',
      step: undefined,
      advice: 'Look at it.',
      daysLeft: 13,
      notAfter: '2026-12-06T12:00:00.000Z',
      listenerArns: ['arn:listener/1'],
      how: 'fixed',
      replacedBy: undefined,
      executionArn: EXECUTION,
    }),
    '',
  );

it('begins with severity and summary; cause, what to do and links follow', () => {
  expect(failed({}, 'https://example.com/docs/runbook.md')).toEqual({
    version: '1.0',
    source: 'custom',
    content: {
      textType: 'client-markdown',
      title: '❌ Error: HTTPS for app.example.com failed: DelegationError',
      description: `*Cause* \`public DNS delegates _x.example.com to nobody\`
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

it('closes in the thread of the certificate what it opened there, with nothing left to do', () => {
  const [opened, closed] = [troubled('opened'), troubled('resolved')];
  expect(opened.content.title).toBe('⚠️ Warning: Certificate app.example.com is at risk (13 days left): RenewalLate');
  expect(opened.content.nextSteps).toEqual(['Look at it.']);
  expect(closed.content.title).toBe('✅ Resolved: Certificate app.example.com has recovered: RenewalLate');
  expect(closed.content).not.toHaveProperty('nextSteps');
  expect(opened.metadata).toMatchObject({ threadId: CERTIFICATE, eventType: 'Certificate At Risk' });
  expect(closed.metadata).toMatchObject({ threadId: CERTIFICATE, eventType: 'Certificate Recovered' });
  expect(opened.metadata.relatedResources).toEqual([CERTIFICATE, 'arn:listener/1']);
});

it('lists what exists already', () => {
  const { description } = failed({ created: ['certificate arn:1', '*.example.com A alias'] }).content;
  expect(description).toContain('What exists already');
  expect(description).toContain('\n• `certificate arn:1`\n• `*.example.com A alias`\n');
});

it.each<[string, Partial<FailureFacts>]>([
  ['nothing unusual', {}],
  ['a cause without end', { cause: 'x'.repeat(50_000) }],
  ['a hundred names', { created: Array.from({ length: 200 }, (_, n) => `_${n}${'x'.repeat(200)}.example.com CNAME`) }],
  ['a name as long as one can be', { domainName: `${'a'.repeat(240)}.example.com` }],
  ['an error that is no name', { error: 'x'.repeat(300) }],
  ['advice without end', { advice: `${'y'.repeat(1_000)}. And more.` }],
  ['no domain', { domainName: undefined }],
  ['an empty cause', { cause: '' }],
])('keeps to the format and its limits, and keeps its links, with %s', (_case, changes) => {
  const notification = failed(changes);
  expect(customNotification.parse(notification)).toEqual(notification);
  expect(notification.content.description).toMatch(/\n\nExecution: https:\S+one\nRunbook: .+$/);
});

it('passes on the two health issues’ ends in the format', () => {
  for (const notificationReason of ['opened', 'resolved'] as const)
    expect(customNotification.safeParse(troubled(notificationReason)).success).toBe(true);
});

it.each<[string, Partial<FailureFacts>]>([
  ['a domain', { domainName: '<!channel> <https://example.net|app.example.com>' }],
  ['a cause', { cause: '`<!here>` @everyone <https://example.net|click>\n```@here' }],
  ['what exists', { created: ['<@U012AB3CD> @here'] }],
  ['an error', { error: '<!channel>@here' }],
])('%s that somebody wrote into an event calls nobody and links nowhere', (_what, changes) => {
  const { title, description, keywords } = failed(changes).content;
  for (const text of [title, description, ...keywords]) expect(text).not.toMatch(/[<>@]/);
  expect(description.split('\n').filter((line) => (line.match(/`/g) ?? []).length % 2 !== 0)).toEqual([]);
});

it.each<[string, string, string]>([
  ['DelegationError', '#delegationerror', 'an error'],
  ['States.Timeout', '#statestimeout', 'an error of Step Functions'],
  ['No sweep', '#no-sweep', 'words'],
])('links %s to the heading %s: %s', (name, anchor) => {
  const message: Message = { ...failureMessage(facts), name };
  expect(asChatNotification(message, 'https://example.com/r').content.description).toMatch(
    new RegExp(`Runbook: https://example\\.com/r${anchor}$`),
  );
});

import { asEmail } from '../../../shared/domain/notification/email';
import { causeInWords, type FailureFacts, failureMessage } from '../../../shared/domain/notification/failure-message';

const facts: FailureFacts = {
  domainName: 'app.example.com',
  step: 'CheckDomain',
  error: 'DelegationError',
  cause: 'public DNS delegates example.com to nobody',
  advice: 'Set the name servers at the registrar.',
  created: [],
  certificateArn: undefined,
  executionArn: 'arn:aws:states:eu-west-1:111122223333:execution:secure-domain:one',
};

const CERTIFICATE = 'arn:aws:acm:eu-west-1:111122223333:certificate/1';
const mailed = (changes: Partial<FailureFacts> = {}) => asEmail(failureMessage({ ...facts, ...changes }), '');

describe('the message of a failure', () => {
  it('tells a person what, where, why, what to do and where to look', () => {
    expect(mailed()).toEqual({
      subject: 'HTTPS for app.example.com failed: DelegationError',
      body: `Error: HTTPS for app.example.com failed: DelegationError

Cause:  public DNS delegates example.com to nobody
Step:   CheckDomain

What to do: Set the name servers at the registrar.

Nothing was created.

Execution: https://eu-west-1.console.aws.amazon.com/states/home?region=eu-west-1#/v2/executions/details/arn:aws:states:eu-west-1:111122223333:execution:secure-domain:one
Runbook: docs/runbook.md, "DelegationError"
`,
    });
  });

  it('lists what exists already', () => {
    const { body } = mailed({ created: ['certificate arn:1', 'app.example.com A alias'] });
    expect(body).toMatch(/What exists already.*:\n- certificate arn:1\n- app\.example\.com A alias\n/);
    expect(body).not.toMatch(/Nothing/);
  });

  it('speaks of a request when no domain could be read', () => {
    expect(mailed({ domainName: undefined }).subject).toBe('HTTPS for a request failed: DelegationError');
  });

  it.each([
    ['a name as long as one can be', `${'a'.repeat(60)}.${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(60)}.example`],
    ['a name that is not ASCII', 'bücher\n\u0000.example'],
    ['an ordinary name', 'app.example.com'],
  ])('has a subject of at most 100 printable ASCII characters, the error in it, for %s', (_case, domainName) => {
    expect(mailed({ domainName }).subject).toMatch(/^(?=[ -~]{1,100}$).* failed: DelegationError$/);
  });

  it('has no longer subject for an error that is no name', () => {
    expect(mailed({ error: 'x'.repeat(300) }).subject).toMatch(/^[ -~]{1,100}$/);
  });

  it.each<[string, Partial<FailureFacts>, string, string]>([
    ['secure-domain', {}, 'app.example.com', 'Domain Provisioning Failed'],
    ['secure-domain', { certificateArn: CERTIFICATE }, CERTIFICATE, 'Domain Provisioning Failed'],
    ['retire-domain', {}, 'app.example.com', 'Domain Removal Failed'],
    ['sweep', { domainName: undefined }, 'arn:aws:states:eu-west-1:1:execution:dev-sweep', 'Sweep Failed'],
  ])('of %s %j belongs to the thread %s', (workflow, changes, threadId, eventType) => {
    const executionArn = `arn:aws:states:eu-west-1:1:execution:dev-${workflow}:one`;
    expect(failureMessage({ ...facts, ...changes, executionArn })).toMatchObject({
      threadId,
      eventType,
      severity: 'error',
    });
  });
});

it.each<[string, string | undefined, string]>([
  [
    'of a function',
    '{"errorType":"DelegationError","errorMessage":"delegated to nobody","trace":[]}',
    'delegated to nobody',
  ],
  ['in plain text', 'The function was not found', 'The function was not found'],
  ['of JSON without a message', '{"a":1}', '{"a":1}'],
  ['of JSON that is no object', '3', '3'],
  ['that is empty', '', 'AWS gave no cause'],
  ['that is absent', undefined, 'AWS gave no cause'],
  ['of a function, and empty', '{"errorMessage":" "}', 'AWS gave no cause'],
])('a cause %s reads in words', (_case, cause, words) => {
  expect(causeInWords(cause)).toBe(words);
});

it('does not pass on a cause without end', () => {
  expect(causeInWords('x'.repeat(50_000)).length).toBeLessThan(4_100);
});

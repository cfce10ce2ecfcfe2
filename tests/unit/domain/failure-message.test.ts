import { asEmail } from '../../../shared/domain/notification/email';
import {
  causeMessage,
  type FailureFacts,
  failureMessage,
  firstFailure,
} from '../../../shared/domain/notification/failure-message';

const facts: FailureFacts = {
  domainName: 'app.example.com',
  step: 'CheckDomain',
  error: 'DelegationError',
  cause: 'example.com is not delegated',
  advice: 'Set the name servers at the registrar.',
  created: [],
  certificateArn: undefined,
  executionArn: 'arn:aws:states:eu-west-1:111122223333:execution:secure-domain:one',
};

const CERTIFICATE = 'arn:aws:acm:eu-west-1:111122223333:certificate/1';
const mailed = (changes: Partial<FailureFacts> = {}) => asEmail(failureMessage({ ...facts, ...changes }), '');

describe('the message of a failure', () => {
  it('contains the summary, the cause, the step, the action and the links', () => {
    expect(mailed()).toEqual({
      subject: 'HTTPS for app.example.com failed: DelegationError',
      body: `Error: HTTPS for app.example.com failed: DelegationError

Cause:  example.com is not delegated
Step:   CheckDomain

What to do: Set the name servers at the registrar.

Nothing was created.

Execution: https://eu-west-1.console.aws.amazon.com/states/home?region=eu-west-1#/v2/executions/details/arn:aws:states:eu-west-1:111122223333:execution:secure-domain:one
Runbook: docs/runbook.md, "DelegationError"
`,
    });
  });

  it('lists what was already created', () => {
    const { body } = mailed({ created: ['certificate arn:1', 'app.example.com A alias'] });
    expect(body).toMatch(/Already created.*:\n- certificate arn:1\n- app\.example\.com A alias\n/);
    expect(body).not.toMatch(/Nothing/);
  });

  it('refers to "a request" if it contains no readable domain', () => {
    expect(mailed({ domainName: undefined }).subject).toBe('HTTPS for a request failed: DelegationError');
  });

  it.each([
    ['a name of the maximum length', `${'a'.repeat(60)}.${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(60)}.example`],
    ['a name that is not ASCII', 'bücher\n\u0000.example'],
    ['an ordinary name', 'app.example.com'],
  ])('has a subject of at most 100 printable ASCII characters with the error, for %s', (_case, domainName) => {
    expect(mailed({ domainName }).subject).toMatch(/^(?=[ -~]{1,100}$).* failed: DelegationError$/);
  });

  it('truncates the subject for a very long error name', () => {
    expect(mailed({ error: 'x'.repeat(300) }).subject).toMatch(/^[ -~]{1,100}$/);
  });

  it.each<[string, Partial<FailureFacts>, string, string]>([
    ['secure-domain', {}, 'app.example.com', 'Domain Provisioning Failed'],
    ['secure-domain', { certificateArn: CERTIFICATE }, CERTIFICATE, 'Domain Provisioning Failed'],
    ['retire-domain', {}, 'app.example.com', 'Domain Removal Failed'],
    ['rollback-domain', {}, 'app.example.com', 'Domain Rollback Failed'],
    ['sweep', { domainName: undefined }, 'arn:aws:states:eu-west-1:1:execution:dev-sweep', 'Sweep Failed'],
  ])('of %s with %j is in the thread %s', (workflow, changes, threadId, eventType) => {
    const executionArn = `arn:aws:states:eu-west-1:1:execution:dev-${workflow}:one`;
    expect(failureMessage({ ...facts, ...changes, executionArn })).toMatchObject({
      threadId,
      eventType,
      severity: 'error',
    });
  });
});

it.each<[string, string | undefined, string]>([
  ['of a function', '{"errorType":"DelegationError","errorMessage":"not delegated","trace":[]}', 'not delegated'],
  ['in plain text', 'The function was not found', 'The function was not found'],
  ['in JSON without a message', '{"a":1}', '{"a":1}'],
  ['in JSON that is not an object', '3', '3'],
  ['that is empty', '', 'AWS returned no cause'],
  ['that is absent', undefined, 'AWS returned no cause'],
  ['of a function, with an empty message', '{"errorMessage":" "}', 'AWS returned no cause'],
])('extracts the message from a cause %s', (_case, cause, message) => {
  expect(causeMessage(cause)).toBe(message);
});

it.each([null, '', undefined])('says of a later failure without a name (%j) that it is unknown', (Error) => {
  const failed = {
    WaitForIssued: { Error: 'First', Cause: 'one' },
    RestoreReplaced: { Error: Error ?? null, Cause: null },
  };
  expect(firstFailure(failed)).toEqual({
    step: 'WaitForIssued',
    error: 'First',
    cause: 'one RestoreReplaced also failed: unknown: AWS returned no cause',
  });
});

it('truncates a very long cause', () => {
  expect(causeMessage('x'.repeat(50_000)).length).toBeLessThan(4_100);
});

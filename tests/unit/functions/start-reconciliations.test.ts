import { startReconciliations } from '../../../functions/sweep/start-reconciliations';
import { ThrottledError } from '../../../shared/errors';
import type { ExecutionStarter } from '../../../shared/ports/executions';
import { aSweptCertificate } from '../../builders/swept-certificate';
import { fakeAccount } from '../../fakes/fake-account';

const SWEEP = '2026-11-24T08:00:00.000Z arn:aws:states:eu-west-1:111122223333:execution:acm-autopilot-prod-sweep:1';
const arnOf = (id: string) => `arn:aws:acm:eu-west-1:111122223333:certificate/${id}`;
const uuid = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

function setUp() {
  const { executions, certificateStates } = fakeAccount();
  let calls = 0;
  let failing = 0;
  const starter: ExecutionStarter = {
    async start(name, input) {
      calls += 1;
      if (calls === failing) throw new ThrottledError('slow down');
      await executions.start(name, input);
    },
  };
  const step = startReconciliations({ certificateStates, starter });
  return {
    executions,
    certificateStates,
    /** The n-th start is throttled. */
    failAt: (call: number) => (failing = call),
    swept: (id: string, isDue: boolean, sweepId = SWEEP) =>
      certificateStates.recordSweepResult(
        sweepId,
        aSweptCertificate({ certificateArn: arnOf(id), verdict: 'unclear', reasons: [], isDue }),
      ),
    keep: (document: Partial<Parameters<typeof step>[0]> = {}) => step({ sweepId: SWEEP, ...document }),
    /** Repeats the step like the workflow, until none is due. */
    async keepAll() {
      let document: Awaited<ReturnType<typeof step>> | undefined;
      let times = 0;
      do {
        document = await step({ sweepId: SWEEP, ...document });
        times += 1;
      } while (document.reconciliations.after !== undefined);
      return { ...document, times };
    },
  };
}

it('starts an execution for each certificate that is due, named after the certificate and the sweep', async () => {
  const { executions, swept, keep } = setUp();
  await swept(uuid(1), true);
  await swept(uuid(2), false);
  expect(await keep()).toEqual({ reconciliations: { started: 1, after: undefined } });
  expect(executions.started).toEqual([
    {
      name: expect.stringMatching(new RegExp(`^${uuid(1)}-[0-9a-f]{32}$`)),
      input: { certificateArn: arnOf(uuid(1)), trigger: 'Sweep' },
    },
  ]);
});

it.each([
  [0, 1],
  [1, 1],
  [10, 1],
  [11, 2],
  [25, 3],
])('starts %i due certificates at ten a time: %i times', async (count, times) => {
  const { executions, swept, keepAll } = setUp();
  for (let n = 0; n < count; n += 1) await swept(uuid(n), true);
  expect(await keepAll()).toEqual({ reconciliations: { started: count, after: undefined }, times });
  expect(executions.started).toHaveLength(count);
});

it.each([
  [10, 1],
  [200, 1],
  [201, 2],
  [450, 3],
])('reads the table once for 200: for %i due certificates %i times', async (count, reads) => {
  const { certificateStates, swept, keepAll } = setUp();
  for (let n = 0; n < count; n += 1) await swept(uuid(n), true);
  const read = jest.spyOn(certificateStates, 'listSweepResults');
  expect(await keepAll()).toMatchObject({ reconciliations: { started: count } });
  expect(read).toHaveBeenCalledTimes(reads);
});

it('starts nothing twice when the step is retried, even after a partial failure', async () => {
  const { executions, swept, keep, failAt } = setUp();
  for (let n = 0; n < 15; n += 1) await swept(uuid(n), true);
  failAt(5);
  await expect(keep()).rejects.toThrow(ThrottledError);
  const first = await keep();
  await keep();
  await keep(first);
  await keep(first);
  expect(new Set(executions.started.map(({ name }) => name)).size).toBe(15);
  expect(executions.started).toHaveLength(15);
});

it('misses none when an overlapping sweep changes the results', async () => {
  const { executions, swept, keep } = setUp();
  for (let n = 0; n < 15; n += 1) await swept(uuid(n), true);
  const first = await keep();
  // In the other sweep the first ones are no longer due.
  for (let n = 0; n < 10; n += 1) await swept(uuid(n), false, '2026-11-24T09:00:00.000Z another');
  expect(await keep(first)).toEqual({ reconciliations: { started: 15, after: undefined } });
  expect(executions.started).toHaveLength(15);
});

it('starts another execution for the same certificate at another sweep', async () => {
  const { executions, swept, keep } = setUp();
  const next = '2026-11-25T08:00:00.000Z arn:sweep';
  await swept(uuid(1), true);
  await keep();
  await swept(uuid(1), true, next);
  await keep({ sweepId: next });
  expect(executions.started).toHaveLength(2);
});

it.each([uuid(1), 'mrk-0123456789abcdef0123456789abcdef', 'x'.repeat(64)])(
  'names it as Step Functions allows, whatever the certificate is called: %s',
  async (id) => {
    const { executions, swept, keep } = setUp();
    await swept(id, true);
    await keep();
    expect(executions.started[0]?.name).toMatch(/^[A-Za-z0-9_-]{34,80}$/);
  },
);

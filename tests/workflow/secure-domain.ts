import { readFileSync } from 'node:fs';
import { AwsError } from '../../local/aws-error';
import { createClock } from '../../local/clock';
import { createStepFunctions } from '../../local/stepfunctions/stepfunctions';
import { attachToAlb } from '../../functions/attach-to-alb';
import { checkDomain } from '../../functions/check-domain';
import { diagnoseIssuance } from '../../functions/diagnose-issuance';
import { notifyFailure } from '../../functions/notify-failure';
import { pointDomain } from '../../functions/point-domain';
import { publishOutcome } from '../../functions/publish-outcome';
import { redirectHttp } from '../../functions/redirect-http';
import { requestCertificate } from '../../functions/request-certificate';
import { resumeIssuance } from '../../functions/resume-issuance';
import { verifyHttps } from '../../functions/verify-https';
import { waitForIssued } from '../../functions/wait-for-issued';
import { writeDnsValidation } from '../../functions/write-dns-validation';
import { lambda } from '../../shared/lambda';
import { logger } from '../../shared/logger';
import * as workflow from '../../shared/workflow';
import { lambdaContext } from '../builders/lambda-context';
import { aPolicy, anEvent } from '../builders/request';
import { fakeAccount } from '../fakes/fake-account';

const definition = readFileSync('workflows/secure-domain.asl.json', 'utf8');
const call = { service: 'states', operation: '', principal: 'arn:aws:iam::111122223333:root', requestId: '1' };
const MINUTE = 60_000;
logger.setLogLevel('SILENT');

/** A function of the workflow, and what becomes of its n-th call: an error for it to throw, or undefined to let it work. */
export type Faults = Readonly<Record<string, (calls: number) => Error | undefined>>;

/** The shipped workflow with its real steps over an account in memory, on a clock that can be moved. */
export function secureDomain(faults: Faults = {}, setting: { readonly unknownToElbMilliseconds?: number } = {}) {
  const clock = createClock(Date.parse('2026-11-23T08:00:00Z'));
  const now = () => new Date(clock.now());
  const account = fakeAccount({ ...setting, now, resume: ({ taskToken }) => answer(taskToken) });
  const { certificates, createdRecords, hostedZones, publicDns, loadBalancers, issuanceWaits: waits } = account;
  const steps: Readonly<Record<string, ReturnType<typeof lambda>>> = {
    CheckDomain: lambda(workflow.CheckDomain, () => checkDomain({ ...account, policy: aPolicy() })),
    RequestCertificate: lambda(workflow.RequestCertificate, () => requestCertificate({ certificates, stack: 'test' })),
    WriteDnsValidation: lambda(workflow.WriteDnsValidation, () =>
      writeDnsValidation({ certificates, hostedZones, createdRecords }),
    ),
    WaitForIssued: lambda(workflow.WaitForIssued, () => waitForIssued({ certificates, waits, now })),
    DiagnoseIssuance: lambda(workflow.DiagnoseIssuance, () => diagnoseIssuance({ certificates, publicDns, now })),
    AttachToAlb: lambda(workflow.AttachToAlb, () => attachToAlb(loadBalancers)),
    PointDomain: lambda(workflow.PointDomain, () => pointDomain({ hostedZones, createdRecords })),
    VerifyHttps: lambda(workflow.VerifyHttps, () => verifyHttps(account)),
    RedirectHttp: lambda(workflow.RedirectHttp, () => redirectHttp(loadBalancers)),
    PublishOutcome: lambda(workflow.PublishOutcome, () => publishOutcome(account.eventBus)),
    NotifyFailure: lambda(workflow.NotifyFailure, () => notifyFailure(account.notifications)),
  };

  const calls = new Map<string, number>();
  const world = { clock, region: 'eu-west-1', account: '111122223333', emit: () => undefined };
  const stepFunctions = createStepFunctions(world, {
    async invokeLambda(functionArn, payload) {
      const name = functionArn.split(':').at(-1) ?? '';
      const step = steps[name];
      if (!step) throw new Error(`the workflow has no function ${name}`);
      calls.set(name, (calls.get(name) ?? 0) + 1);
      try {
        const fault = faults[name]?.(calls.get(name) ?? 0);
        if (fault) throw fault;
        return { payload: await step(payload, lambdaContext) };
      } catch (thrown) {
        if (!(thrown instanceof Error)) throw thrown;
        return { payload: { errorType: thrown.name, errorMessage: thrown.message }, functionError: 'Unhandled' };
      }
    },
  });
  const { CreateStateMachine, SendTaskSuccess } = stepFunctions.service.operations;
  const answer = (taskToken: string) => {
    try {
      SendTaskSuccess?.({ taskToken, output: '{"status":"ISSUED"}' }, call);
    } catch (error) {
      // A task that waits no longer is left alone.
      if (!(error instanceof AwsError && error.code === 'TaskTimedOut')) throw error;
    }
  };
  const machine = CreateStateMachine?.(
    {
      name: 'secure-domain',
      roleArn: 'arn:aws:iam::111122223333:role/secure-domain',
      // As CloudFormation does with DefinitionSubstitutions.
      definition: definition.replace(/\$\{(\w+)\}/g, 'arn:aws:lambda:eu-west-1:111122223333:function:$1'),
    },
    call,
  ) as { stateMachineArn: string };

  const entered: string[] = [];
  stepFunctions.onTransition(({ type, state }) => {
    if (type === 'entered') entered.push(state);
  });

  return {
    ...account,
    clock,
    /** The states in the order in which they were entered. */
    entered,
    /** How often a function was called. */
    calls: (functionName: string) => calls.get(functionName) ?? 0,

    start(changes: object = {}, event: object = anEvent(changes)) {
      return stepFunctions.startExecution({ ...machine, input: JSON.stringify(event) }).executionArn;
    },
    /** ACM finds the records and issues its newest certificate; with `lost`, its event reaches nobody. */
    async issue({ lost = false } = {}) {
      const { certificateArn } = certificates.all().at(-1) ?? { certificateArn: '' };
      certificates.issue(certificateArn);
      if (!lost) await clock.hold(() => resumeIssuance(waits)({ resources: [certificateArn] }).then(() => undefined));
      await clock.settled();
    },
    minutes: (count: number) => clock.advance(count * MINUTE),
    /** How the execution stands, or ended. */
    outcome(executionArn: string) {
      const execution = stepFunctions.executions().find(({ arn }) => arn === executionArn);
      if (!execution) throw new Error(`no execution ${executionArn}`);
      const { status, error, cause } = execution;
      const output = (JSON.parse(execution.output ?? '{}') ?? {}) as Record<string, unknown>;
      return { status, error, cause, output };
    },
    historyEvents(executionArn: string) {
      const { GetExecutionHistory } = stepFunctions.service.operations;
      let count = 0;
      let nextToken: string | undefined;
      do {
        const page = GetExecutionHistory?.({ executionArn, maxResults: 1_000, nextToken }, call) as {
          events: unknown[];
          nextToken?: string;
        };
        count += page.events.length;
        nextToken = page.nextToken;
      } while (nextToken);
      return count;
    },
    stop() {
      stepFunctions.stop();
      clock.stop();
    },
  };
}

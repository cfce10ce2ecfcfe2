import { dynamoDbCertificateStates } from '../../shared/aws/certificate-states';
import { stepFunctionsExecutionStarter } from '../../shared/aws/executions';
import { CertificateStateTable, config, ReconcileStateMachine } from '../../shared/config';
import { executionName } from '../../shared/domain/certificate/idempotency';
import { lambda } from '../../shared/lambda';
import type { ExecutionStarter } from '../../shared/ports/executions';
import type { CertificateStates } from '../../shared/ports/state';
import { type Input, type Output, StartReconciliations } from '../../shared/steps';

interface Dependencies {
  readonly certificateStates: CertificateStates;
  readonly starter: ExecutionStarter;
}

/** Each execution first describes a certificate and lists its tags; ACM allows ten requests per second (ACM user guide, "Quotas"). */
const BATCH_SIZE = 10;

/**
 * Starts reconcile-certificate for the next due certificates of the sweep, in the order of their ARNs. A retry starts nothing twice.
 */
export const startReconciliations =
  ({ certificateStates, starter }: Dependencies) =>
  async ({
    sweepId,
    reconciliations,
  }: Input<typeof StartReconciliations>): Promise<Output<typeof StartReconciliations>> => {
    const { started = 0, after = '' } = reconciliations ?? {};
    const due = (await certificateStates.listSweepResults(sweepId))
      .filter(({ isDue, certificateArn }) => isDue && certificateArn > after)
      .map(({ certificateArn }) => certificateArn)
      .sort();
    const next = due.slice(0, BATCH_SIZE);
    await Promise.all(
      next.map((certificateArn) =>
        starter.start(executionName(certificateArn, sweepId), { certificateArn, trigger: 'Sweep' }),
      ),
    );
    const isAll = due.length <= next.length;
    return { reconciliations: { started: started + next.length, after: isAll ? undefined : next.at(-1) } };
  };

export const handler = lambda(StartReconciliations, () =>
  startReconciliations({
    certificateStates: dynamoDbCertificateStates(config(CertificateStateTable).certificateStateTable),
    starter: stepFunctionsExecutionStarter(config(ReconcileStateMachine).reconcileCertificate),
  }),
);

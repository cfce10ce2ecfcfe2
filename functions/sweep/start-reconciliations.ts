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
/** Due certificates that one scan of the table puts into the state document, for the next steps of the loop. */
const DUE_AT_A_TIME = 200;

/**
 * Starts reconcile-certificate for the next certificates of this sweep that need it, in the order of their ARNs. A retry starts
 * nothing twice.
 */
export const startReconciliations =
  ({ certificateStates, starter }: Dependencies) =>
  async ({
    sweepId,
    reconciliations: before,
  }: Input<typeof StartReconciliations>): Promise<Output<typeof StartReconciliations>> => {
    const { due = [], isPartial } = before?.due?.length
      ? before
      : await readDue(sweepId, before?.after, certificateStates);
    const next = due.slice(0, BATCH_SIZE);
    await Promise.all(
      next.map((certificateArn) =>
        starter.start(executionName(certificateArn, sweepId), { certificateArn, trigger: 'Sweep' }),
      ),
    );
    const started = (before?.started ?? 0) + next.length;
    const rest = due.slice(BATCH_SIZE);
    if (rest.length === 0 && !isPartial) return { reconciliations: { started } };
    return { reconciliations: { started, after: next.at(-1), due: rest, isPartial } };
  };

async function readDue(sweepId: string, after = '', certificateStates: CertificateStates) {
  const due = (await certificateStates.listSweepResults(sweepId))
    .filter(({ isDue, certificateArn }) => isDue && certificateArn > after)
    .map(({ certificateArn }) => certificateArn)
    .sort();
  return { due: due.slice(0, DUE_AT_A_TIME), isPartial: due.length > DUE_AT_A_TIME };
}

export const handler = lambda(StartReconciliations, () =>
  startReconciliations({
    certificateStates: dynamoDbCertificateStates(config(CertificateStateTable).certificateStateTable),
    starter: stepFunctionsExecutionStarter(config(ReconcileStateMachine).reconcileCertificate),
  }),
);

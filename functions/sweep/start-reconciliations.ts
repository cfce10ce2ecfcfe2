import { dynamoDbCertificateStates } from '../../shared/aws/certificate-states';
import { stepFunctionsStarter } from '../../shared/aws/executions';
import { CertificateStateTable, config, Reconciler } from '../../shared/config';
import { executionName } from '../../shared/domain/certificate/idempotency';
import { lambda } from '../../shared/lambda';
import type { Starter } from '../../shared/ports/executions';
import type { CertificateStates } from '../../shared/ports/state';
import { type Input, type Output, StartReconciliations } from '../../shared/steps';

interface Dependencies {
  readonly certificateStates: CertificateStates;
  readonly starter: Starter;
}

/** Each execution begins by reading a certificate and its tags, which ACM allows ten times a second (ACM user guide, "Quotas"). */
const STARTS_AT_A_TIME = 10;
/** The table is scanned once for so many: the state document has room for them, and each further step of the loop reads nothing. */
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
    const next = due.slice(0, STARTS_AT_A_TIME);
    await Promise.all(
      next.map((certificateArn) =>
        starter.start(executionName(certificateArn, sweepId), { certificateArn, trigger: 'Sweep' }),
      ),
    );
    const started = (before?.started ?? 0) + next.length;
    const rest = due.slice(STARTS_AT_A_TIME);
    if (rest.length === 0 && !isPartial) return { reconciliations: { started } };
    return { reconciliations: { started, after: next.at(-1), due: rest, isPartial } };
  };

async function readDue(sweepId: string, after = '', certificateStates: CertificateStates) {
  const due = (await certificateStates.swept(sweepId))
    .filter(({ isDue, certificateArn }) => isDue && certificateArn > after)
    .map(({ certificateArn }) => certificateArn)
    .sort();
  return { due: due.slice(0, DUE_AT_A_TIME), isPartial: due.length > DUE_AT_A_TIME };
}

export const handler = lambda(StartReconciliations, () =>
  startReconciliations({
    certificateStates: dynamoDbCertificateStates(config(CertificateStateTable).certificateStateTable),
    starter: stepFunctionsStarter(config(Reconciler).reconcileCertificate),
  }),
);

import { stepFunctionsStarter, type Starter } from '../shared/aws/executions';
import { dynamoDbCertificateStates, type CertificateStates } from '../shared/aws/certificate-states';
import { config, Reconciler, CertificateStateTable } from '../shared/config';
import { executionName } from '../shared/domain/execution-name';
import { lambda } from '../shared/lambda';
import { StartReconciliations, type Output, type Input } from '../shared/workflow';

interface Dependencies {
  readonly certificateStates: CertificateStates;
  readonly starter: Starter;
}

/** Each execution begins by asking ACM for a certificate and its tags, ten times a second at most (ACM user guide, "Quotas"). */
const STARTS_AT_A_TIME = 10;

/**
 * Starts reconcile-certificate for the next certificates of this sweep that need it, in the order of their ARNs. Repeated, it starts
 * nothing twice.
 */
export const startReconciliations =
  ({ certificateStates, starter }: Dependencies) =>
  async ({
    sweepId,
    reconciliations,
  }: Input<typeof StartReconciliations>): Promise<Output<typeof StartReconciliations>> => {
    const { started = 0, after = '' } = reconciliations ?? {};
    const due = (await certificateStates.swept(sweepId))
      .filter(({ isDue, certificateArn }) => isDue && certificateArn > after)
      .map(({ certificateArn }) => certificateArn)
      .sort();
    const next = due.slice(0, STARTS_AT_A_TIME);
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
    starter: stepFunctionsStarter(config(Reconciler).reconcileCertificate),
  }),
);

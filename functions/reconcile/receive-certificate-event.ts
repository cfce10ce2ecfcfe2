import * as z from 'zod';
import { readCertificateEvent } from '../../events/certificate-event';
import { stepFunctionsExecutionStarter } from '../../shared/aws/executions';
import { config, ReconcileStateMachine } from '../../shared/config';
import { certificateIn } from '../../shared/domain/certificate/description';
import { executionName } from '../../shared/domain/certificate/idempotency';
import { UnreadableEventError } from '../../shared/errors';
import { lambda } from '../../shared/lambda';
import type { ExecutionStarter } from '../../shared/ports/executions';

/** The event is not validated here: `readCertificateEvent` checks every field that it reads. */
const ReceiveCertificateEvent = { input: z.unknown(), output: z.object({ started: z.array(z.string()) }) };

/**
 * Starts reconcile-certificate for every certificate of this Region in an ACM or AWS Health event. A duplicate event starts nothing;
 * deployments in other Regions handle their own certificates.
 *
 * @throws UnreadableEventError when the event contains no certificate, so that it goes to the dead-letter queue
 */
export const receiveCertificateEvent =
  ({ starter, region }: { readonly starter: ExecutionStarter; readonly region: string }) =>
  async (event: unknown) => {
    const { id, trigger, certificateArns } = readCertificateEvent(event);
    if (certificateArns.length === 0) {
      throw new UnreadableEventError(`The event "${trigger}" (${id}) contains no ACM certificate`);
    }
    const started = certificateArns.filter((arn) => certificateIn(arn)?.region === region);
    for (const certificateArn of started) {
      await starter.start(executionName(certificateArn, id), { certificateArn, trigger });
    }
    return { started };
  };

export const handler = lambda(ReceiveCertificateEvent, () => {
  const { reconcileCertificate, region } = config(ReconcileStateMachine);
  return receiveCertificateEvent({ starter: stepFunctionsExecutionStarter(reconcileCertificate), region });
});

import * as z from 'zod';
import { stepFunctionsStarter } from '../../shared/aws/executions';
import { config, Reconciler } from '../../shared/config';
import { readCertificateEvent } from '../../events/certificate-event';
import { certificateIn } from '../../shared/domain/certificate/description';
import { executionName } from '../../shared/domain/certificate/idempotency';
import { UnreadableEventError } from '../../shared/errors';
import { lambda } from '../../shared/lambda';
import type { Starter } from '../../shared/ports/executions';

/** Whatever EventBridge hands over: no field of it is relied on before it was looked for. */
const ReceiveCertificateEvent = { input: z.unknown(), output: z.object({ started: z.array(z.string()) }) };

/**
 * Starts reconcile-certificate for every certificate of this Region that an ACM or Health event names. The same event again starts
 * nothing; one about other Regions is for the deployments there.
 *
 * @throws UnreadableEventError when the event names no certificate at all: it is kept, and a person is told
 */
export const receiveCertificateEvent =
  ({ starter, region }: { readonly starter: Starter; readonly region: string }) =>
  async (event: unknown) => {
    const { id, trigger, certificateArns } = readCertificateEvent(event);
    if (certificateArns.length === 0) {
      throw new UnreadableEventError(`The event "${trigger}" (${id}) names no certificate of ACM`);
    }
    const started = certificateArns.filter((arn) => certificateIn(arn)?.region === region);
    for (const certificateArn of started) {
      await starter.start(executionName(certificateArn, id), { certificateArn, trigger });
    }
    return { started };
  };

export const handler = lambda(ReceiveCertificateEvent, () => {
  const { reconcileCertificate, region } = config(Reconciler);
  return receiveCertificateEvent({ starter: stepFunctionsStarter(reconcileCertificate), region });
});

import * as z from 'zod';
import { stepFunctionsStarter, type Starter } from '../shared/aws/executions';
import { config, Keeper } from '../shared/config';
import { certificateIn, noticeOf } from '../shared/domain/acm-notice';
import { executionName } from '../shared/domain/execution-name';
import { UnreadableNoticeError } from '../shared/errors';
import { lambda } from '../shared/lambda';

/** Whatever EventBridge hands over: no field of it is relied on before it was looked for. */
const ReceiveNotice = { needs: z.unknown(), gives: z.object({ started: z.array(z.string()) }) };

/**
 * Starts keep-certificate for every certificate of this Region that an ACM or Health event names. The same event again starts
 * nothing; one about other Regions is for the deployments there.
 *
 * @throws UnreadableNoticeError when the event names no certificate at all: it is kept, and a person is told
 */
export const receiveNotice =
  ({ starter, region }: { readonly starter: Starter; readonly region: string }) =>
  async (event: unknown) => {
    const { id, because, certificateArns } = noticeOf(event);
    if (certificateArns.length === 0) {
      throw new UnreadableNoticeError(`The event "${because}" (${id}) names no certificate of ACM`);
    }
    const started = certificateArns.filter((arn) => certificateIn(arn)?.region === region);
    for (const certificateArn of started) {
      await starter.start(executionName(certificateArn, id), { certificateArn, because });
    }
    return { started };
  };

export const handler = lambda(ReceiveNotice, () => {
  const { keepCertificate, region } = config(Keeper);
  return receiveNotice({ starter: stepFunctionsStarter(keepCertificate), region });
});

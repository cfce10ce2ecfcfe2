import { step, wait } from '../asl';
import { certificateNotPropagated, defaultNotPropagated, notServedYet, tagNotPropagated } from '../retries';
import { issuance } from './issuance';

/** Replaces `$.certificate` on all of its listeners; puts it back, and fails, when anything else than `$.replacement` is served then. */
export const replacement = <To extends string>({ next, onFailure }: { readonly next: To; readonly onFailure: To }) => ({
  RequestReplacement: step('Reuses a replacement that was requested before, or requests one with the same tags.'),
  ...issuance({ certificate: '$.replacement', next: 'AttachReplacement' }),
  AttachReplacement: step('Adds the new certificate to every listener, as default where the old one is the default.', {
    retry: [certificateNotPropagated],
  }),
  WaitForPropagation: wait(
    'Gives every load balancer node time to learn of the new certificate; AWS does not say when it has.',
    {
      seconds: 120,
    },
  ),
  VerifyReplacement: step(
    'Handshakes: either certificate may be served, as long as it is valid, or another managed one.',
    {
      retry: [notServedYet],
    },
  ),
  DetachReplaced: step('Tags the old certificate as retired, then removes it from every listener.', {
    calls: 'DetachCertificate',
    retry: [defaultNotPropagated, tagNotPropagated],
  }),
  VerifyDetached: step<'RestoreReplaced' | To>('Handshakes: the old certificate may no longer be served.', {
    calls: 'VerifyReplacement',
    retry: [notServedYet],
    onFailure: 'RestoreReplaced',
    next,
  }),
  RestoreReplaced: step('Something else is served: puts the old certificate back where it was.', {
    calls: 'AttachReplacement',
    payload: {
      replacement: { 'certificateArn.$': '$.certificate.certificateArn', origin: 'reused' },
      certificate: {
        'certificateArn.$': '$.replacement.certificateArn',
        'domainName.$': '$.certificate.domainName',
        type: 'AMAZON_ISSUED',
        'tags.$': '$.certificate.tags',
      },
      'restored.$': '$.certificate',
      'attachments.$': '$.attachments',
    },
    result: { pick: ['attached'], at: '$.restored' },
    retry: [certificateNotPropagated],
    next: onFailure,
  }),
});

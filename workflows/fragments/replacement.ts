import { step, wait } from '../asl';
import { certificateNotPropagated, defaultNotPropagated, notServedYet, tagNotPropagated } from '../retries';
import { issuance } from './issuance';

/** Puts a new certificate in the place of `$.subject`, on every listener, and the old one back if anything else is served then. */
export const replacement = <To extends string>({ next, onFailure }: { readonly next: To; readonly onFailure: To }) => ({
  RequestReplacement: step(
    'The certificate that takes its place: one requested before, or a new one with the same tags.',
  ),
  ...issuance({
    comment: 'Every validation record, or none yet. Those of the old certificate serve the new one too.',
    next: 'AttachReplacement',
  }),
  AttachReplacement: step(
    'The new certificate beside the old one on every listener; a default is exchanged, and stays in the SNI list.',
    { retry: [certificateNotPropagated] },
  ),
  Settle: wait(
    'AWS does not say when every node of a load balancer knows of the new certificate, and while both are there the old one may be served.',
    { seconds: 120 },
  ),
  VerifyReplacement: step('Handshakes: one of the two is served, and valid.', { retry: [notServedYet] }),
  DetachReplaced: step('Marks the old certificate, then takes it off every listener.', {
    calls: 'DetachCertificate',
    retry: [defaultNotPropagated, tagNotPropagated],
  }),
  VerifyDetached: step<'RestoreReplaced' | To>('Handshakes: nothing but the new certificate is served.', {
    calls: 'VerifyReplacement',
    retry: [notServedYet],
    onFailure: 'RestoreReplaced',
    next,
  }),
  RestoreReplaced: step('Something else is served: the old certificate is put back to where it was.', {
    calls: 'AttachReplacement',
    payload: {
      certificate: { 'certificateArn.$': '$.subject.certificateArn', origin: 'reused' },
      subject: {
        'certificateArn.$': '$.certificate.certificateArn',
        'domainName.$': '$.subject.domainName',
        type: 'AMAZON_ISSUED',
        'tags.$': '$.subject.tags',
      },
      'restored.$': '$.subject',
      'attachments.$': '$.attachments',
    },
    keeps: ['attached', '$.restored'],
    retry: [certificateNotPropagated],
    next: onFailure,
  }),
});

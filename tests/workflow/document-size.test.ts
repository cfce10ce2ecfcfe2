import { anAttachedCertificate, retireDomain } from './lives';
import { secureDomain } from './secure-domain';

let rig: ReturnType<typeof secureDomain> | ReturnType<typeof retireDomain>;
afterEach(() => rig.stop());

/** Step Functions' limit is 262,144 bytes; the context of a call and an event's envelope take some of it. */
const MOST_BYTES = 200 * 1024;

const LABEL = 'a'.repeat(63);
/** As many names as ACM's quota can be raised to, beside the domain, each as long as one with a validation record can be. */
const longNames = (domain: string) =>
  Array.from({ length: 99 }, (_, index) => {
    const rest = `.${LABEL}.${LABEL}.${domain}`;
    return `${String(index).padStart(2, '0')}${'b'.repeat(Math.min(61, 217 - rest.length))}${rest}`;
  });

it('a request for 100 long names, none of which is validated for a while, stays well below the limit', async () => {
  const running = (rig = secureDomain({}, { policy: { namesPerCertificate: 100 } }));
  const execution = running.start({ alternativeNames: longNames('app.example.com') });
  await rig.minutes(10);
  expect(rig.entered).toContain('DiagnoseIssuance');
  await running.issue();
  await rig.minutes(60);
  expect(rig.outcome(execution)).toMatchObject({ status: 'SUCCEEDED' });
  expect(rig.largestDocument()).toBeLessThan(MOST_BYTES);
});

it('100 long names that are never validated end in a message, well below the limit too', async () => {
  const running = (rig = secureDomain({}, { policy: { namesPerCertificate: 100 } }));
  const execution = running.start({ alternativeNames: longNames('app.example.com') });
  await rig.days(4);
  expect(rig.outcome(execution)).toMatchObject({ status: 'FAILED', error: 'IssuanceTimedOutError' });
  expect(rig.notifications.sent).toHaveLength(1);
  expect(rig.eventBus.events).toMatchObject([{ detailType: 'Domain Provisioning Failed' }]);
  expect(rig.largestDocument()).toBeLessThan(MOST_BYTES);
});

it('a removal of one of 100 long names, which replaces their certificate, stays well below the limit', async () => {
  const running = (rig = retireDomain());
  anAttachedCertificate(running, { domainNames: ['other.example.com'] });
  anAttachedCertificate(running, {
    domainNames: ['app.example.com', 'www.app.example.com', ...longNames('app.example.com').slice(1)],
    as: 'sni',
  });
  running.issueEverything();
  const ended = await running.retire({ domainName: 'www.app.example.com' });
  expect(ended).toMatchObject({ status: 'SUCCEEDED' });
  expect(running.entered).toContain('VerifyDetached');
  expect(running.largestDocument()).toBeLessThan(MOST_BYTES);
});

import * as fc from 'fast-check';
import { planRequest } from '../../cli/plan/plan-request';
import type { ExistingRecord } from '../../shared/domain/dns/zone';
import type { KeyAlgorithm } from '../../shared/domain/names/certificate-names';
import { DNS_NAME, HTTP_80, LOAD_BALANCER } from '../builders/document';
import { aDetail, anEvent, aPolicy } from '../builders/request';
import { validationRecordOf } from '../fakes/fake-certificates';
import { secureDomain } from './secure-domain';

type Rig = ReturnType<typeof secureDomain>;

/** What exists already, each drawn by its name. */
const RECORDS: Readonly<Record<string, readonly ExistingRecord[]>> = {
  nothing: [],
  text: [{ type: 'TXT', values: ['"v=spf1 -all"'] }],
  'the alias': [{ type: 'A', aliasTarget: DNS_NAME, values: [] }],
  'an alias as the console writes it': [{ type: 'A', aliasTarget: `dualstack.${DNS_NAME}`, values: [] }],
  'a CNAME to the load balancer': [{ type: 'CNAME', values: [DNS_NAME.toUpperCase()] }],
  'a weighted record': [{ type: 'A', values: ['192.0.2.9'], setIdentifier: 'blue' }],
  'an alias to another load balancer': [{ type: 'A', aliasTarget: 'old-1.eu-west-1.elb.amazonaws.com', values: [] }],
  'addresses of another server': [{ type: 'A', values: ['192.0.2.9'] }],
  'a CNAME to another host': [{ type: 'CNAME', values: ['shops.example.net'] }],
};

const CERTIFICATES: Readonly<Record<string, (rig: Rig) => void>> = {
  none: () => undefined,
  'one of the same names that is issued': ({ certificates, hostedZones }) => {
    const names = ['app.example.com', '*.app.example.com'] as [string, string];
    const certificateArn = certificates.add({ domainNames: names, keyAlgorithm: 'RSA_2048', tags: OWN });
    for (const { name, value } of certificates.recordsOf(certificateArn))
      hostedZones.put('Z1', name, { type: 'CNAME', values: [value] });
    certificates.issue(certificateArn);
  },
  'one whose validation name has a foreign CNAME': ({ certificates, hostedZones }) => {
    certificates.add({ domainNames: ['app.example.com'], keyAlgorithm: 'RSA_2048', tags: {} });
    const name = validationRecordOf('app.example.com').name.slice(0, -1);
    hostedZones.put('Z1', name, { type: 'CNAME', values: ['verify.example.net'] });
  },
};

const OWN = { 'acm-autopilot:stack': 'test', 'acm-autopilot:domain': 'app.example.com' };

const FORWARDING = { port: 443, protocol: 'HTTPS' };

/** An unmanaged certificate that covers the name is on the listener. */
const withCertificate =
  (keyAlgorithm: string, signatureAlgorithm: string) =>
  ({ loadBalancers, certificates }: Rig) => {
    const byDefault = certificates.import(['default.example.net'], 90);
    const listenerArn = loadBalancers.addListener(LOAD_BALANCER, FORWARDING, byDefault);
    const covering = certificates.import(['*.example.com'], 90);
    certificates.set(covering, { keyAlgorithm, signatureAlgorithm });
    void loadBalancers.addCertificate(listenerArn, covering);
  };

const LISTENERS: Readonly<Record<string, (rig: Rig) => void>> = {
  'HTTP:80 alone': () => undefined,
  'HTTP:80 with a rule': ({ loadBalancers }) => loadBalancers.addRule(HTTP_80, { priority: 1 }),
  'HTTPS:443 with a certificate of another name': ({ loadBalancers, certificates }) =>
    void loadBalancers.addListener(LOAD_BALANCER, FORWARDING, certificates.import(['other.example.net'], 90)),
  'HTTPS:443 with a longer key for the name': withCertificate('RSA_4096', 'SHA256WITHRSA'),
  'HTTPS:443 with an ECDSA certificate for the name': withCertificate('EC_prime256v1', 'SHA256WITHECDSA'),
  'HTTPS:443 without room': ({ loadBalancers, certificates }) => {
    const listenerArn = loadBalancers.addListener(
      LOAD_BALANCER,
      FORWARDING,
      certificates.import(['default.example.net'], 90),
    );
    for (let n = 0; n < 25; n += 1)
      void loadBalancers.addCertificate(listenerArn, certificates.import([`n${n}.example.net`], 90));
  },
};

const oneOf = (cases: object) => fc.constantFrom(...Object.keys(cases));

const brownField = fc.record({
  atName: oneOf(RECORDS),
  atSibling: oneOf(RECORDS),
  atWildcard: oneOf(RECORDS),
  certificate: oneOf(CERTIFICATES),
  listener: oneOf(LISTENERS),
  alias: fc.boolean(),
  redirectHttp: fc.boolean(),
  alternativeNames: fc.constantFrom([], ['*.app.example.com'], ['www.example.com']),
  keyAlgorithm: fc.constantFrom<KeyAlgorithm>('RSA_2048', 'EC_prime256v1'),
});
type BrownField = typeof brownField extends fc.Arbitrary<infer Drawn> ? Drawn : never;

function arrange(rig: Rig, { atName, atSibling, atWildcard, certificate, listener }: BrownField): void {
  const put = (name: string, kind: string) => RECORDS[kind]?.forEach((each) => rig.hostedZones.put('Z1', name, each));
  put('app.example.com', atName);
  put('www.example.com', atSibling);
  put('*.example.com', atWildcard);
  CERTIFICATES[certificate]?.(rig);
  LISTENERS[listener]?.(rig);
}

/** Passes the time of the request; ACM issues whatever DNS validates. */
async function finish(rig: Rig, executionArn: string) {
  for (let minutes = 0; minutes < 60 && rig.outcome(executionArn).status === 'RUNNING'; minutes += 1) {
    await rig.minutes(1);
    const pending = rig.certificates.all().at(-1);
    if (pending?.status === 'PENDING_VALIDATION' && rig.certificates.isValidated(pending.certificateArn))
      await rig.issue();
  }
  return rig.outcome(executionArn);
}

/** What exists, as lines to compare. */
const inventory = ({ certificates, hostedZones, loadBalancers }: Rig) => ({
  certificates: certificates.all().map(({ certificateArn }) => certificateArn),
  records: hostedZones.records('Z1'),
  attachments: loadBalancers.served(DNS_NAME).map(({ certificateArn }) => certificateArn),
});
const added = (before: readonly string[], after: readonly string[]) => after.filter((each) => !before.includes(each));

it('what check predicts is what the request does', async () => {
  await fc.assert(
    fc.asyncProperty(brownField, async (drawn) => {
      // AWS documents no order between the two: the request is carried out, and its handshake decides.
      fc.pre(!(/ECDSA/.test(drawn.listener) && drawn.keyAlgorithm === 'EC_prime256v1'));
      const rig = secureDomain();
      try {
        arrange(rig, drawn);
        const { alias, redirectHttp, alternativeNames, keyAlgorithm } = drawn;
        const request = { alias, redirectHttp, alternativeNames, keyAlgorithm };
        const plan = await planRequest(aDetail(request), { ...rig, policy: aPolicy() });
        const before = inventory(rig);
        const { status, error } = await finish(rig, rig.start({}, anEvent(request)));
        const after = inventory(rig);

        expect(status).toBe(plan.canSucceed ? 'SUCCEEDED' : 'FAILED');
        if (!plan.canSucceed) {
          expect(plan.checks.map((check) => check.error)).toContain(error);
          expect(after).toEqual(before);
          return;
        }
        const created = (...resources: string[]) =>
          plan.changes.filter(({ action, resource }) => action === 'create' && resources.includes(resource)).length;
        expect(added(before.certificates, after.certificates)).toHaveLength(created('certificate'));
        expect(added(before.records, after.records)).toHaveLength(created('record'));
        expect(added(before.attachments, after.attachments)).toHaveLength(created('listener', 'attachment'));
      } finally {
        rig.stop();
      }
    }),
    { numRuns: 150 },
  );
});

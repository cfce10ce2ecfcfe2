import { validationRecord } from 'local-aws/acm/validation-record';
import { createVisitor, type Visitor } from 'local-aws/visitor';
import type { LoadBalancerName } from './scenario';
import { covers, isRetired, isValidAt, managedCertificates, recordsOf, secureListeners } from './observe';
import type { Environment } from './environment';

/** Checks continually what must always hold. */
export interface Invariants {
  /** From now on this name must be served over HTTPS. */
  expect(name: string, loadBalancer: LoadBalancerName): void;
  /** The removal of the name was requested: it need not be served any more. */
  release(name: string): void;
  /** Somebody else detached the certificates: until they are attached again, the names need not be served. */
  withdraw(loadBalancer: LoadBalancerName): void;
  /** Checks all invariants now. */
  check(): Promise<void>;
  /** The distinct violations so far, a sentence each. */
  readonly violations: ReadonlyMap<string, number>;
  readonly handshakes: () => number;
}

/** A sweep or a request that ran while another controller detached certificates may have seen either state. */
const STATEMENT_IN_DOUBT = 12 * 3_600_000;

/** The calls that may detach a certificate from a listener. */
const REMOVING = /^(RemoveListenerCertificates|ModifyListener|DeleteListener)$/;

/** The invariants of an environment: listeners, existing and validation records, every domain's HTTPS, and what is said of it. */
export function createInvariants(environment: Environment): Invariants {
  const { cloud, bus, seeds, foreignArns, existingRecords } = environment;
  const violations = new Map<string, number>();
  const released = new Set<string>();
  const expected = new Map<string, LoadBalancerName>();
  const withdrawn = new Map<string, LoadBalancerName>();
  let withdrawnAt = -Infinity;
  let judged = 0;
  const visitorOf = (name: LoadBalancerName): Visitor =>
    createVisitor(cloud.clock, seeds[name].httpsPort, cloud.authority.rootPem);
  const visitors = { web: visitorOf('web'), shop: visitorOf('shop') };
  const report = (what: string) => {
    if (!violations.has(what)) violations.set(what, cloud.clock.now());
  };

  const checkCalls = () => {
    for (const { service, operation, input, principal, errorCode } of cloud.calls) {
      if (service !== 'elasticloadbalancing' || !REMOVING.test(operation) || principal.endsWith(':root')) continue;
      if (errorCode !== undefined && errorCode !== 'NoAnswerError' && errorCode !== 'InternalFailure') continue;
      const text = JSON.stringify(input);
      const lost = operation === 'RemoveListenerCertificates' && foreignArns.some((arn) => text.includes(arn));
      if (lost || operation === 'DeleteListener') report(`the service called ${operation} on a foreign certificate`);
    }
    cloud.clearCalls();
  };

  const checkListeners = () => {
    const [defaultArn, ...others] = foreignArns;
    const [listener] = secureListeners(cloud, seeds.web.loadBalancerArn);
    if (listener?.defaultArn !== defaultArn) report('the listener of web lost its foreign default certificate');
    if (!others.every((arn) => listener?.certificateArns.includes(arn))) {
      report('the listener of web lost a foreign certificate');
    }
  };

  const checkRecords = () => {
    const existing = new Set(
      Object.values(seeds).flatMap(({ hostedZoneId }) => recordsOf(cloud, hostedZoneId).map(({ Name = '' }) => Name)),
    );
    const attached = new Set(
      Object.values(seeds).flatMap(({ loadBalancerArn }) =>
        secureListeners(cloud, loadBalancerArn).flatMap(({ certificateArns }) => certificateArns),
      ),
    );
    for (const certificate of managedCertificates(cloud)) {
      if (!attached.has(certificate.arn) || isRetired(certificate)) continue;
      for (const name of certificate.domainNames) {
        const { Name } = validationRecord(cloud.account, name);
        if (!existing.has(Name)) report(`the validation record of ${name} is gone, and ${certificate.arn} needs it`);
      }
    }
  };

  /** Records of others are as they were. */
  const checkExistingRecords = () => {
    const records = recordsOf(cloud, seeds.web.hostedZoneId);
    for (const { Name = '', Type, SetIdentifier, AliasTarget, ResourceRecords } of existingRecords) {
      const found = records.find((each) => each.Name === `${Name.replace('*', '\\052')}.` && each.Type === Type);
      const isSame =
        found?.SetIdentifier === SetIdentifier &&
        JSON.stringify(found?.ResourceRecords) === JSON.stringify(ResourceRecords) &&
        found?.AliasTarget?.DNSName?.replace(/\.$/, '') === AliasTarget?.DNSName;
      if (!isSame) report(`the existing record ${Name} ${Type} was changed`);
    }
  };

  const isAttachedAgain = (name: string, loadBalancer: LoadBalancerName) => {
    const attached = secureListeners(cloud, seeds[loadBalancer].loadBalancerArn).flatMap(
      (each) => each.certificateArns,
    );
    return managedCertificates(cloud).some((each) => attached.includes(each.arn) && covers(each, name));
  };

  /** Whatever was published as secured and verified, or as healthy, an ordinary client can use. */
  const checkStatements = async () => {
    const published = cloud.events.published(bus);
    const stated = published.slice(judged).flatMap((event): string[] => {
      const at = Date.parse(event.time);
      if (at < withdrawnAt + STATEMENT_IN_DOUBT) return [];
      if (event['detail-type'] === 'Domain Secured') {
        const { verified, domainNames } = event.detail as { verified: boolean; domainNames: string[] };
        return verified ? domainNames : [];
      }
      if (event['detail-type'] !== 'Certificate Inventory') return [];
      const { nextExpiries } = event.detail as { nextExpiries: { certificateArn: string; verdict: string }[] };
      const healthy = nextExpiries.filter(({ verdict }) => verdict === 'healthy').map((each) => each.certificateArn);
      return managedCertificates(cloud).flatMap(({ arn, domainNames }) => (healthy.includes(arn) ? domainNames : []));
    });
    judged = published.length;
    for (const name of new Set(stated)) {
      if (released.has(name)) continue;
      const loadBalancer = name.endsWith('.second.test') ? 'shop' : 'web';
      const why = await visitors[loadBalancer].visit(name.replace('*', 'any'));
      if (why !== undefined) report(`${name} was said to be secured or healthy, but a client says: ${why}`);
    }
  };

  const visit = async () => {
    for (const [name, loadBalancer] of withdrawn) if (isAttachedAgain(name, loadBalancer)) withdrawn.delete(name);
    for (const [name, loadBalancer] of expected) {
      if (withdrawn.has(name)) continue;
      const why = await visitors[loadBalancer].visit(name.replace('*', 'any'));
      if (why === undefined || released.has(name)) continue;
      const now = cloud.clock.now();
      const isAvoidable = managedCertificates(cloud).some((each) => isValidAt(each, now) && covers(each, name));
      if (isAvoidable) report(`${name} was served an invalid certificate (${why}) while a valid one existed`);
    }
  };

  return {
    expect(name, loadBalancer) {
      if (!released.has(name)) expected.set(name, loadBalancer);
    },
    release(name) {
      released.add(name);
      expected.delete(name);
    },
    withdraw(loadBalancer) {
      withdrawnAt = cloud.clock.now();
      for (const [name, at] of expected) if (at === loadBalancer) withdrawn.set(name, at);
    },
    async check() {
      checkCalls();
      checkListeners();
      checkRecords();
      checkExistingRecords();
      await visit();
      await checkStatements();
    },
    violations,
    handshakes: () => visitors.web.visits() + visitors.shop.visits(),
  };
}

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
  /** Checks all invariants now. */
  check(): Promise<void>;
  /** The distinct violations so far, a sentence each. */
  readonly violations: ReadonlyMap<string, number>;
  readonly handshakes: () => number;
}

/** The calls that may detach a certificate from a listener. */
const REMOVING = /^(RemoveListenerCertificates|ModifyListener|DeleteListener)$/;

/** The invariants of an environment: changes of listeners, validation records, every domain's HTTPS. */
export function createInvariants(environment: Environment): Invariants {
  const { cloud, seeds, foreignArns } = environment;
  const violations = new Map<string, number>();
  const released = new Set<string>();
  const expected = new Map<string, LoadBalancerName>();
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

  const visit = async () => {
    for (const [name, loadBalancer] of expected) {
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
    async check() {
      checkCalls();
      checkListeners();
      checkRecords();
      await visit();
    },
    violations,
    handshakes: () => visitors.web.visits() + visitors.shop.visits(),
  };
}

import { validationRecord } from 'local-aws/acm/validation-record';
import { createVisitor, type Visitor } from 'local-aws/visitor';
import type { LoadBalancerName } from './cast';
import { covers, isRetired, isValidAt, managedCertificates, recordsOf, secureListeners } from './look';
import type { Stage } from './stage';

/** Looks all the time at what must never happen. */
export interface Watch {
  /** From now on HTTPS of this name must go on. */
  expect(name: string, loadBalancer: LoadBalancerName): void;
  /** Somebody wants the name to go: it need not be served any more. */
  release(name: string): void;
  /** Looks at everything, now. */
  look(): Promise<void>;
  /** What went wrong so far, a sentence each, none twice. */
  readonly violations: ReadonlyMap<string, number>;
  readonly handshakes: () => number;
}

/** The calls that may take a certificate off a listener. */
const REMOVING = /^(RemoveListenerCertificates|ModifyListener|DeleteListener)$/;

/** Watches a stage: every change of a listener, every validation record, every domain's HTTPS. */
export function createWatch(stage: Stage): Watch {
  const { cloud, seeds, foreignArns } = stage;
  const violations = new Map<string, number>();
  const released = new Set<string>();
  const expected = new Map<string, LoadBalancerName>();
  const visitorOf = (name: LoadBalancerName): Visitor =>
    createVisitor(cloud.clock, seeds[name].httpsPort, cloud.authority.rootPem);
  const visitors = { web: visitorOf('web'), shop: visitorOf('shop') };
  const report = (what: string) => {
    if (!violations.has(what)) violations.set(what, cloud.clock.now());
  };

  const lookAtCalls = () => {
    for (const { service, operation, input, principal, errorCode } of cloud.calls) {
      if (service !== 'elasticloadbalancing' || !REMOVING.test(operation) || principal.endsWith(':root')) continue;
      if (errorCode !== undefined && errorCode !== 'NoAnswerError' && errorCode !== 'InternalFailure') continue;
      const text = JSON.stringify(input);
      const lost = operation === 'RemoveListenerCertificates' && foreignArns.some((arn) => text.includes(arn));
      if (lost || operation === 'DeleteListener') report(`the service called ${operation} on what is not its own`);
    }
    cloud.clearCalls();
  };

  const lookAtListeners = () => {
    const [defaultArn, ...others] = foreignArns;
    const [listener] = secureListeners(cloud, seeds.web.loadBalancerArn);
    if (listener?.defaultArn !== defaultArn)
      report('the listener of web lost the default certificate of somebody else');
    if (!others.every((arn) => listener?.certificateArns.includes(arn))) {
      report('the listener of web lost a certificate of somebody else');
    }
  };

  const lookAtRecords = () => {
    const standing = new Set(
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
        if (!standing.has(Name)) report(`the validation record of ${name} is gone, and ${certificate.arn} needs it`);
      }
    }
  };

  const visit = async () => {
    for (const [name, loadBalancer] of expected) {
      const why = await visitors[loadBalancer].visit(name.replace('*', 'any'));
      if (why === undefined || released.has(name)) continue;
      const now = cloud.clock.now();
      const isAvoidable = managedCertificates(cloud).some((each) => isValidAt(each, now) && covers(each, name));
      if (isAvoidable) report(`${name} was served badly (${why}) while a valid certificate existed`);
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
    async look() {
      lookAtCalls();
      lookAtListeners();
      lookAtRecords();
      await visit();
    },
    violations,
    handshakes: () => visitors.web.visits() + visitors.shop.visits(),
  };
}

import { createAuthorizationLog } from '../src/iam/authorization-log';
import { createIam } from '../src/iam/iam';
import { findings, mergeRecords } from '../src/iam/permission-report';
import { createClock } from '../src/clock';

const trust = { Statement: [] };
const READ = { Sid: 'Read', Effect: 'Allow' as const, Action: ['acm:DescribeCertificate'], Resource: ['*'] };

/** One cloud with a stack's role and one made by hand, with the same permissions and the given uses. */
function record(uses: readonly { readonly role: 'stack' | 'hand'; readonly refusal?: string }[]) {
  const iam = createIam({ clock: createClock(), account: '123456789012', region: 'eu-west-1', emit: () => undefined });
  const made = (roleName: string) => {
    const role = iam.role(iam.createRole(roleName, trust));
    if (!role) throw new Error(`${roleName} was not made`);
    iam.putRolePolicy(roleName, 'all', { Statement: [READ] });
    return role;
  };
  const roles = { stack: made('orders-dev-ReaderRole-0123456789AB'), hand: made('platform') };
  const log = createAuthorizationLog();
  for (const { role, refusal } of uses) {
    const statement = [...roles[role].policies.values()][0]?.Statement[0];
    if (!statement) throw new Error('the role has no policy');
    const usedBy = refusal === undefined ? [{ policyName: 'all', statement }] : [];
    log.add({ role: roles[role], action: 'acm:DescribeCertificate', resource: '*', refusal, usedBy });
  }
  return log.record(iam);
}
const reasons = {};

it('reports an unused permission, a refusal, and a * where AWS knows a resource, for the roles of a stack', () => {
  const report = mergeRecords({ start: [record([{ role: 'stack', refusal: 'no' }, { role: 'hand' }])] });
  expect(findings(report, reasons, () => true)).toEqual([
    'ReaderRole has acm:DescribeCertificate (Read), which nothing used',
    'ReaderRole has acm:DescribeCertificate (Read) on *, though AWS knows a resource for it',
    'ReaderRole was refused: no',
  ]);
});

it('adds up what the runs used, and omits roles made by hand', () => {
  const report = mergeRecords({
    start: [record([{ role: 'stack' }]), record([{ role: 'stack' }])],
    tests: [record([{ role: 'hand', refusal: 'no' }])],
  });
  expect(report.rows).toMatchObject([{ role: 'ReaderRole', uses: { start: 2, tests: 0 } }]);
  expect(findings(report, reasons, () => false)).toEqual([]);
});

it('a reason excuses what is unused, and must excuse something', () => {
  const unused = mergeRecords({ start: [record([])] });
  const used = mergeRecords({ start: [record([{ role: 'stack' }])] });
  const why = { 'ReaderRole acm:DescribeCertificate': 'Lambda itself does it' };
  expect(findings(unused, why, () => false)).toEqual([]);
  expect(findings(used, why, () => false)).toEqual([
    'the reason for ReaderRole acm:DescribeCertificate excuses nothing: no role has it, or it is used',
  ]);
});

import { unmatchable } from '../../../cli/doctor/parameters';
import type { DeploymentPolicy } from '../../../shared/config';
import { aPolicy } from '../../builders/request';

const zones = [
  { id: 'Z1', name: 'example.com', isPrivate: false },
  { id: 'Z2', name: 'internal.example', isPrivate: true },
];
const some = aPolicy({ allowedZones: ['Z1'], allowedDomains: ['example.com'], allowedLoadBalancers: 'web-*' });

it.each<[string, Partial<DeploymentPolicy>]>([
  ['name a zone and its domain', {}],
  ['name a domain below the zone', { allowedDomains: ['app.example.com'] }],
  ['name a domain above the zone', { allowedDomains: ['com'] }],
  ['allow everything', { allowedZones: ['*'], allowedDomains: ['*'], allowedLoadBalancers: '*' }],
  ['let records of an allowed domain be replaced', { mayReplaceRecords: ['www.example.com'] }],
])('can match if they %s', (_what, changes) => {
  const used = changes.allowedZones ? zones : zones.slice(0, 1);
  expect(unmatchable({ ...some, ...changes }, used, 'web-1')).toEqual([]);
});

it.each<[string, Partial<DeploymentPolicy>, string | undefined, RegExp]>([
  ['a private zone', { allowedDomains: ['*'] }, undefined, /^allowedZones: Z2 is private/],
  [
    'a zone of another domain',
    { allowedDomains: ['example.org'] },
    undefined,
    /^allowedZones: Z1 is the zone of example\.com/,
  ],
  [
    'a domain without a zone',
    { allowedDomains: ['example.com', 'example.org'] },
    undefined,
    /no public zone .* example\.org/,
  ],
  [
    'a domain of a private zone',
    { allowedDomains: ['*', 'internal.example'] },
    undefined,
    /no public zone .* internal/,
  ],
  ['capitals', { allowedDomains: ['Example.com'] }, undefined, /Example\.com is to be written example\.com/],
  ['a trailing dot', { allowedDomains: ['example.com.'] }, undefined, /is to be written example\.com$/],
  ['a wildcard', { allowedDomains: ['*.example.com'] }, undefined, /\*\.example\.com matches no name; example\.com/],
  [
    'a default that is not allowed',
    {},
    'api',
    /^defaultLoadBalancer: allowedLoadBalancers \(web-\*\) does not match api/,
  ],
  [
    'replaceable records elsewhere',
    { mayReplaceRecords: ['example.org'] },
    undefined,
    /^mayReplaceRecords: .*example\.org/,
  ],
])('can never match with %s', (_what, changes, loadBalancer, problem) => {
  expect(unmatchable({ ...some, ...changes }, zones, loadBalancer)).toContainEqual(expect.stringMatching(problem));
});

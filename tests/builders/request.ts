import type { DeploymentPolicy } from '../../shared/config';

/** The detail of a `Domain Requested` event as sent. */
export const aDetail = (changes: object = {}) => ({
  domainName: 'app.example.com',
  alternativeNames: ['*.app.example.com'],
  target: { loadBalancer: 'web' },
  ...changes,
});

/** A `Domain Requested` event as EventBridge delivers it. */
export const anEvent = (changes: object = {}) => ({
  version: '0',
  id: '7bf73129-1428-4cd3-a780-95db273d1602',
  'detail-type': 'Domain Requested',
  source: 'com.example.platform',
  account: '111122223333',
  time: '2026-11-23T08:00:00Z',
  region: 'eu-west-1',
  resources: [],
  detail: aDetail(changes),
});

/** The deployment's policy; allows everything by default. */
export const aPolicy = (changes: Partial<DeploymentPolicy> = {}): DeploymentPolicy => ({
  allowedZones: ['*'],
  allowedDomains: ['*'],
  allowedLoadBalancers: '*',
  defaultLoadBalancer: undefined,
  namesPerCertificate: 10,
  mayReplaceRecords: [],
  verify: true,
  ...changes,
});

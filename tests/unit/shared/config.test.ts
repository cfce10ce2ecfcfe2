import {
  EventBusName,
  config,
  StackName,
  DeploymentPolicy,
  NotificationTopics,
  IssuanceWaitsTable,
} from '../../../shared/config';
import { ConfigurationError } from '../../../shared/errors';

const { env } = process;
afterEach(() => (process.env = env));

const allowed = {
  ALLOWED_ZONES: 'Z1,Z2',
  ALLOWED_DOMAINS: '',
  ALLOWED_LOAD_BALANCERS: '*',
  NAMES_PER_CERTIFICATE: '10',
};

it.each([
  ['STACK', StackName],
  ['EVENT_BUS', EventBusName],
  ['NOTIFICATIONS_TOPIC_ARN', NotificationTopics],
  ['CHAT_NOTIFICATIONS_TOPIC_ARN', NotificationTopics],
  ['ISSUANCE_WAITS_TABLE', IssuanceWaitsTable],
  ['NAMES_PER_CERTIFICATE', DeploymentPolicy],
])('reports %s when it is missing', (variable, schema) => {
  process.env = {};
  expect(() => config(schema)).toThrow(ConfigurationError);
  expect(() => config(schema)).toThrow(`${variable}: `);
});

it.each(['0', '101', 'ten', '1.5'])('rejects %s names per certificate', (names) => {
  process.env = { ...allowed, NAMES_PER_CERTIFICATE: names };
  expect(() => config(DeploymentPolicy)).toThrow(/NAMES_PER_CERTIFICATE/);
});

it('reads the allowed scope; an empty list allows nothing', () => {
  process.env = { ...allowed, DEFAULT_LOAD_BALANCER: '' };
  expect(config(DeploymentPolicy)).toEqual({
    allowedZones: ['Z1', 'Z2'],
    allowedDomains: [],
    allowedLoadBalancers: '*',
    defaultLoadBalancer: undefined,
    namesPerCertificate: 10,
    verify: true,
    mayReplaceRecords: [],
  });
});

import { Bus, config, Deployment, Policy, Topics, IssuanceWaitsTable } from '../../../shared/config';
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
  ['STACK', Deployment],
  ['EVENT_BUS', Bus],
  ['TOPIC_ARN', Topics],
  ['CHAT_TOPIC_ARN', Topics],
  ['ISSUANCE_WAITS_TABLE', IssuanceWaitsTable],
  ['NAMES_PER_CERTIFICATE', Policy],
])('names %s when it is missing', (variable, schema) => {
  process.env = {};
  expect(() => config(schema)).toThrow(ConfigurationError);
  expect(() => config(schema)).toThrow(`${variable}: `);
});

it.each(['0', '101', 'ten', '1.5'])('refuses %s names per certificate', (names) => {
  process.env = { ...allowed, NAMES_PER_CERTIFICATE: names };
  expect(() => config(Policy)).toThrow(/NAMES_PER_CERTIFICATE/);
});

it('reads what the deployer allowed; an empty list allows nothing', () => {
  process.env = { ...allowed, DEFAULT_LOAD_BALANCER: '' };
  expect(config(Policy)).toEqual({
    allowedZones: ['Z1', 'Z2'],
    allowedDomains: [],
    allowedLoadBalancers: '*',
    defaultLoadBalancer: undefined,
    namesPerCertificate: 10,
  });
});

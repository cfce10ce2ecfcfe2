import { costOf } from '../../../bench/cost';
import { floorCalls } from '../../../bench/floor';
import { lowerBound, type PlannedCalls } from '../../../bench/lower-bound';
import { percentile } from '../../../bench/percentile';

const NOTHING = { calls: {}, stateTransitions: 0, invocations: 0, billedMilliseconds: 0, gigabyteSeconds: 0 };

describe('the cost', () => {
  it.each([
    ['1,000 state transitions', { stateTransitions: 1_000 }, 0.025],
    ['a million invocations of no length', { invocations: 1_000_000 }, 0.2],
    ['1,000 seconds of a function with 256 MB', { gigabyteSeconds: 250 }, 250 * 0.0000133334],
    ['a million events', { calls: { 'events:PutEvents': 1_000_000 } }, 1],
    [
      'a million writes to DynamoDB, whichever',
      { calls: { 'dynamodb:PutItem': 500_000, 'dynamodb:UpdateItem': 300_000, 'dynamodb:DeleteItem': 200_000 } },
      0.625,
    ],
    ['a million reads', { calls: { 'dynamodb:GetItem': 400_000, 'dynamodb:Query': 600_000 } }, 0.125],
    ['a million messages', { calls: { 'sns:Publish': 1_000_000 } }, 0.5],
    ['what ACM, Route 53 and ELB are asked', { calls: { 'acm:RequestCertificate': 9, 'route53:GetChange': 9 } }, 0],
  ])('of %s is as published', (_what, used, dollars) => {
    expect(costOf({ ...NOTHING, ...used }).total).toBeCloseTo(dollars, 9);
  });

  it('is the sum of its parts', () => {
    const usage = { ...NOTHING, stateTransitions: 20, invocations: 10, calls: { 'events:PutEvents': 2 } };
    const { total, ...parts } = costOf(usage);
    expect(total).toBeCloseTo(20 * 0.000025 + 10 * 0.0000002 + 2 * 0.000001, 12);
    expect(Object.values(parts).reduce((sum, part) => sum + part, 0)).toBeCloseTo(total, 12);
  });
});

describe('a percentile', () => {
  it.each([
    [[3, 1, 2], 50, 2],
    [[4, 1, 3, 2], 50, 2],
    [[1], 95, 1],
    [Array.from({ length: 30 }, (_, index) => index + 1), 95, 29],
    [Array.from({ length: 100 }, (_, index) => index + 1), 95, 95],
    [[5, 6], 0, 5],
    [[5, 6], 100, 6],
  ])('of %j at %i is %i', (values, percent, expected) => {
    expect(percentile(values, percent)).toBe(expected);
  });

  it('of no values is none', () => {
    expect(() => percentile([], 50)).toThrow(RangeError);
  });
});

describe('the lower bound', () => {
  const calls = (service: string, operation: string, times: number, input?: unknown): PlannedCalls => ({
    service,
    operation,
    times,
    input,
  });
  const upserts = { ChangeBatch: { Changes: Array.from({ length: 100 }, () => ({ Action: 'UPSERT' })) } };

  it.each<[string, PlannedCalls[], number, string]>([
    ['what fits into a burst', [calls('acm', 'RequestCertificate', 5)], 0, ''],
    ['what comes after the burst', [calls('acm', 'RequestCertificate', 1_005)], 200, 'acm 5/s'],
    [
      'every call of Route 53 together',
      [calls('route53', 'GetHostedZone', 50), calls('route53', 'ListHostedZones', 70)],
      7,
      'route53 10/s',
    ],
    ['changes by what they hold', [calls('route53', 'ChangeResourceRecordSets', 15, upserts)], 15, 'route53 100/s'],
    [
      'the slowest rate of all',
      [calls('acm', 'DescribeCertificate', 110), calls('elasticloadbalancing', 'AddListenerCertificates', 80)],
      20,
      'elasticloadbalancing 3/s',
    ],
    ['a service without a published rate', [calls('sns', 'Publish', 100_000)], 0, ''],
  ])('counts %s', (_what, planned, seconds, limit) => {
    expect(lowerBound(planned)).toEqual({ seconds, limit });
  });

  it.each([
    [1, 1, 5],
    [10, 2, 6],
  ])('of a certificate of %i names in %i zones rests on %i calls', (names, zones, times) => {
    expect(floorCalls(names, zones).reduce((sum, planned) => sum + planned.times, 0)).toBe(times);
  });
});

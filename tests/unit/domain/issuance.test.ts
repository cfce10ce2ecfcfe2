import {
  isPastBound,
  issuanceOf,
  nextWaitSeconds,
  VALIDATION_BOUND_SECONDS,
} from '../../../shared/domain/certificate/issuance';

it.each<[string, string | undefined, object]>([
  ['ISSUED', undefined, { state: 'issued' }],
  ['PENDING_VALIDATION', undefined, { state: 'pending' }],
  ['FAILED', 'CAA_ERROR', { state: 'failed', reason: 'FAILED: CAA_ERROR' }],
  ['FAILED', undefined, { state: 'failed', reason: 'FAILED' }],
  ['VALIDATION_TIMED_OUT', undefined, { state: 'failed', reason: 'VALIDATION_TIMED_OUT' }],
  ['EXPIRED', undefined, { state: 'failed', reason: 'EXPIRED' }],
  ['REVOKED', undefined, { state: 'failed', reason: 'REVOKED' }],
  ['INACTIVE', undefined, { state: 'failed', reason: 'INACTIVE' }],
])('a certificate that is %s (%s) means %j', (status, failureReason, issuance) => {
  expect(issuanceOf(status, failureReason)).toEqual(issuance);
});

describe('the wait for issuance', () => {
  it.each([
    [0, 0, 60],
    [1, 60, 120],
    [2, 180, 240],
    [4, 900, 960],
    [5, 1_860, 1_800],
    [150, 100_000, 1_800],
    [150, VALIDATION_BOUND_SECONDS - 100, 100],
    [150, VALIDATION_BOUND_SECONDS - 1, 60],
    [0, VALIDATION_BOUND_SECONDS, 60],
  ])('after %i waits, %i s from the request, is %i s', (attempt, elapsed, seconds) => {
    expect(nextWaitSeconds(attempt, elapsed)).toBe(seconds);
  });

  it('passes 72 hours in about 150 growing steps, never far past them', () => {
    let elapsed = 0;
    let waits = 0;
    for (; !isPastBound(elapsed); waits += 1) elapsed += nextWaitSeconds(waits, elapsed);
    expect(waits).toBeGreaterThan(140);
    expect(waits).toBeLessThan(160);
    expect(elapsed).toBeLessThanOrEqual(VALIDATION_BOUND_SECONDS + 180);
  });

  it.each([
    [VALIDATION_BOUND_SECONDS, false],
    [VALIDATION_BOUND_SECONDS + 59, false],
    [VALIDATION_BOUND_SECONDS + 60, true],
  ])('is over at %i s: %s', (elapsed, over) => {
    expect(isPastBound(elapsed)).toBe(over);
  });
});

import {
  hasValidationTimedOut,
  issuanceOf,
  nextWaitSeconds,
  VALIDATION_TIMEOUT_SECONDS,
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
])('the status %s (%s) means %j', (status, failureReason, issuance) => {
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
    [150, VALIDATION_TIMEOUT_SECONDS - 100, 100],
    [150, VALIDATION_TIMEOUT_SECONDS - 1, 60],
    [0, VALIDATION_TIMEOUT_SECONDS, 60],
  ])('after %i waits and %i s is %i s', (attempt, elapsed, seconds) => {
    expect(nextWaitSeconds(attempt, elapsed)).toBe(seconds);
  });

  it('takes about 150 waits to reach 72 hours, and does not exceed them by much', () => {
    let elapsed = 0;
    let waits = 0;
    for (; !hasValidationTimedOut(elapsed); waits += 1) elapsed += nextWaitSeconds(waits, elapsed);
    expect(waits).toBeGreaterThan(140);
    expect(waits).toBeLessThan(160);
    expect(elapsed).toBeLessThanOrEqual(VALIDATION_TIMEOUT_SECONDS + 180);
  });

  it.each([
    [VALIDATION_TIMEOUT_SECONDS, false],
    [VALIDATION_TIMEOUT_SECONDS + 59, false],
    [VALIDATION_TIMEOUT_SECONDS + 60, true],
  ])('has timed out after %i s: %s', (elapsed, timedOut) => {
    expect(hasValidationTimedOut(elapsed)).toBe(timedOut);
  });
});

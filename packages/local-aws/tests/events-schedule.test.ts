import { parseSchedule } from '../src/events/schedule';

describe('a schedule', () => {
  // A Monday.
  const now = Date.parse('2026-11-23T08:00:30Z');

  it.each([
    ['rate(1 minute)', '2026-11-23T08:01:30Z'],
    ['rate(5 minutes)', '2026-11-23T08:05:30Z'],
    ['rate(2 hours)', '2026-11-23T10:00:30Z'],
    ['rate(1 day)', '2026-11-24T08:00:30Z'],
    ['cron(0 12 * * ? *)', '2026-11-23T12:00:00Z'],
    ['cron(0 8 * * ? *)', '2026-11-24T08:00:00Z'],
    ['cron(0/15 * * * ? *)', '2026-11-23T08:15:00Z'],
    ['cron(0 18 ? * MON-FRI *)', '2026-11-23T18:00:00Z'],
    ['cron(0 6 ? * SAT,SUN *)', '2026-11-28T06:00:00Z'],
    ['cron(0 6 ? * 1 *)', '2026-11-29T06:00:00Z'],
    ['cron(0 0 1 * ? *)', '2026-12-01T00:00:00Z'],
    ['cron(0 0 1 JAN ? *)', '2027-01-01T00:00:00Z'],
    ['cron(0 0 29 2 ? *)', '2028-02-29T00:00:00Z'],
    ['cron(0 0 1 1 ? 2030-2031)', '2030-01-01T00:00:00Z'],
    ['cron(0 0 1 1 ? 2026)', undefined],
  ])('%s is due next at %s', (expression, due) => {
    const next = parseSchedule(expression)(now);
    expect(next === undefined ? undefined : new Date(next).toISOString()).toBe(due?.replace('Z', '.000Z'));
  });

  it.each([
    'rate(5 minute)',
    'rate(1 minutes)',
    'rate(0 minutes)',
    'rate(5 seconds)',
    'cron(0 12 * * * *)',
    'cron(0 12 ? * ? *)',
    'cron(0 12 * * ?)',
    'cron(60 12 * * ? *)',
    'cron(0 12 32 * ? *)',
    'cron(0 12 ? * 8 *)',
    'cron(0 12 L * ? *)',
    'cron(0/0 12 * * ? *)',
    'every day',
  ])('%s is refused', (expression) => {
    expect(() => parseSchedule(expression)).toThrow(expect.objectContaining({ code: 'ValidationException' }));
  });
});

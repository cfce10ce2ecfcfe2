import { AwsError } from '../aws-error';

/** The next run of a scheduled rule after a given time, in milliseconds; undefined when there is none. */
export type Schedule = (after: number) => number | undefined;

const MINUTE = 60_000;
const UNITS: Readonly<Record<string, number>> = { minute: MINUTE, hour: 60 * MINUTE, day: 24 * 60 * MINUTE };
const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const WEEKDAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
const LAST_YEAR = 2199;

/** Parses `rate(5 minutes)` or `cron(0 12 * * ? *)`, the latter in UTC ("Schedule expressions"). */
export function parseSchedule(expression: string): Schedule {
  const [, kind, body] = /^(rate|cron)\((.*)\)$/.exec(expression) ?? [];
  if (kind === 'rate' && body !== undefined) return parseRate(body, expression);
  if (kind === 'cron' && body !== undefined) return parseCron(body, expression);
  throw invalid(expression);
}

function parseRate(body: string, expression: string): Schedule {
  const [, count = '', unit = '', plural] = /^(\d+) (minute|hour|day)(s?)$/.exec(body) ?? [];
  const every = Number(count) * (UNITS[unit] ?? 0);
  if (every === 0 || (plural === 's') !== Number(count) > 1) throw invalid(expression);
  return (after) => after + every;
}

function parseCron(body: string, expression: string): Schedule {
  const fields = body.split(' ');
  if (fields.length !== 6) throw invalid(expression);
  const [minute = '', hour = '', day = '', month = '', weekday = '', year = ''] = fields;
  if ((day === '?') === (weekday === '?')) throw invalid(expression);
  if (/[LW#]/.test(day) || /L|#/.test(weekday)) {
    throw new AwsError('ValidationException', 'The local cloud does not model L, W and # in cron expressions.');
  }
  const field = (text: string, low: number, high: number, names: readonly string[] = []) =>
    parseField(text, low, high, names, expression);
  const minutes = field(minute, 0, 59);
  const hours = field(hour, 0, 23);
  const days = field(day, 1, 31);
  const months = field(month, 1, 12, MONTHS);
  const weekdays = field(weekday, 1, 7, WEEKDAYS);
  const years = field(year, 1970, LAST_YEAR);

  return (after) => {
    const date = new Date(Math.floor(after / MINUTE + 1) * MINUTE);
    while (date.getUTCFullYear() <= LAST_YEAR) {
      const dayFits =
        years.has(date.getUTCFullYear()) &&
        months.has(date.getUTCMonth() + 1) &&
        days.has(date.getUTCDate()) &&
        weekdays.has(date.getUTCDay() + 1);
      if (!dayFits) date.setUTCHours(24, 0, 0, 0);
      else if (!hours.has(date.getUTCHours())) date.setUTCHours(date.getUTCHours() + 1, 0, 0, 0);
      else if (!minutes.has(date.getUTCMinutes())) date.setUTCMinutes(date.getUTCMinutes() + 1, 0, 0);
      else return date.getTime();
    }
    return undefined;
  };
}

function parseField(
  text: string,
  low: number,
  high: number,
  names: readonly string[],
  expression: string,
): ReadonlySet<number> {
  const number = (word: string) => {
    const value = names.includes(word) ? names.indexOf(word) + 1 : /^\d+$/.test(word) ? Number(word) : NaN;
    if (!(value >= low && value <= high)) throw invalid(expression);
    return value;
  };
  const values = new Set<number>();
  for (const part of text.split(',')) {
    const [range = '', step, ...rest] = part.split('/');
    if (rest.length > 0 || (step !== undefined && !/^[1-9]\d*$/.test(step))) throw invalid(expression);
    const [first = '', last] = range.split('-');
    const everything = range === '*' || range === '?';
    const from = everything ? low : number(first);
    const to = everything || (step !== undefined && last === undefined) ? high : number(last ?? first);
    for (let value = from; value <= to; value += Number(step ?? 1)) values.add(value);
  }
  if (values.size === 0) throw invalid(expression);
  return values;
}

function invalid(expression: string): AwsError {
  return new AwsError('ValidationException', `Parameter ScheduleExpression is not valid: ${expression}`);
}

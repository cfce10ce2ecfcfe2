import { coloured } from '../../terminal/console';
import type { Cloud } from '../cloud';
import type { EventEnvelope } from '../events/envelope';
import type { Print } from './narrator';

/** Dated lines of what happens to each domain: what the service publishes, what people are told, what they do. */
export interface Timeline {
  /** Prints what was published and sent since the last time. */
  update(): void;
  tell(domainName: string, what: string): void;
  /** The detail-types published about a domain so far, in order. */
  published(domainName: string): readonly string[];
}

const DAY = 86_400_000;
const COLOURS: Readonly<Record<string, 'green' | 'red' | 'yellow' | 'cyan'>> = {
  'Certificate At Risk': 'red',
  'Domain Provisioning Failed': 'red',
  'Domain Removal Failed': 'red',
  'Certificate Recovered': 'green',
  'Certificate Renewed': 'green',
  'Certificate Replaced': 'green',
  'Domain Secured': 'green',
  'Domain Retired': 'cyan',
};

/** Days of the calendar: daily work is done at the hour of the start, when a day of 24 hours is now over and now not. */
const dayOf = (instant: number) => Math.floor(instant / DAY);

/** @param topicArn where the service tells people */
export function createTimeline(cloud: Cloud, bus: string, topicArn: string, print: Print): Timeline {
  const startedAt = cloud.clock.now();
  const published = new Map<string, string[]>();
  let events = 0;
  let messages = 0;

  const line = (at: number, domainName: string, what: string) => {
    const day = String(dayOf(at) - dayOf(startedAt)).padStart(3);
    const date = new Date(at).toISOString().slice(0, 16).replace('T', ' ');
    print(`  ${coloured('dim', `day ${day}  ${date}`)}  ${domainName.padEnd(18)}  ${what}`);
  };

  const lineOf = ({ time, 'detail-type': detailType, detail }: EventEnvelope) => {
    const [domainName] = [detail['domainName'], detail['domainNames']]
      .flat()
      .filter((name) => typeof name === 'string');
    const colour = COLOURS[detailType];
    if (!colour || domainName === undefined) return [];
    published.set(domainName, [...(published.get(domainName) ?? []), detailType]);
    const what = `${coloured(colour, detailType)} ${coloured('dim', wordsOf(detail))}`.trimEnd();
    return [{ at: Date.parse(time), domainName, what }];
  };

  return {
    update() {
      const news = cloud.events.published(bus).slice(events);
      events += news.length;
      const sent = cloud.sns.published(topicArn).slice(messages);
      messages += sent.length;
      // A new alarm says at once that all is well, which is no news of a life.
      const told = sent
        .filter(({ subject = '' }) => !subject.startsWith('OK: '))
        .map(({ publishedAt, subject, message }) => ({
          at: publishedAt,
          domainName: '',
          what: coloured('dim', `✉ ${subject ?? message}`),
        }));
      for (const { at, domainName, what } of [...news.flatMap(lineOf), ...told].sort((a, b) => a.at - b.at)) {
        line(at, domainName, what);
      }
    },
    tell: (domainName, what) => line(cloud.clock.now(), domainName, what),
    published: (domainName) => published.get(domainName) ?? [],
  };
}

/** What of a detail says more than its type. */
function wordsOf(detail: Readonly<Record<string, unknown>>): string {
  const text = (key: string) => (typeof detail[key] === 'string' ? detail[key] : undefined);
  const notAfter = text('notAfter');
  return [
    text('healthIssue') ?? text('error'),
    text('reason')?.replace(/\.$/, ''),
    notAfter && `until ${notAfter.slice(0, 10)}`,
  ]
    .filter(Boolean)
    .join(', ');
}

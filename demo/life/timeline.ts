import { coloured } from '../../terminal/console';
import type { Cloud } from 'local-aws/cloud';
import type { EventEnvelope } from 'local-aws/events/event-bus';
import type { Print } from '../narrate';

/** Dated lines per domain: events, messages to people, and their actions. */
export interface Timeline {
  /** Prints what was published and sent since the last call. */
  update(): void;
  add(domainName: string, what: string): void;
  /** The detail-types published about a domain, in order. */
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

/** Calendar days: daily work is due at the hour of the start, where full 24-hour days would flicker. */
const dayOf = (instant: number) => Math.floor(instant / DAY);

/** @param topicArn the topic of the service's messages to people */
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
      const emitted = cloud.events.published(bus).slice(events);
      events += emitted.length;
      const sent = cloud.sns.published(topicArn).slice(messages);
      messages += sent.length;
      // A new alarm reports OK at once, which is irrelevant here.
      const mails = sent
        .filter(({ subject = '' }) => !subject.startsWith('OK: '))
        .map(({ publishedAt, subject, message }) => ({
          at: publishedAt,
          domainName: '',
          what: coloured('dim', `✉ ${subject ?? message}`),
        }));
      for (const { at, domainName, what } of [...emitted.flatMap(lineOf), ...mails].sort((a, b) => a.at - b.at)) {
        line(at, domainName, what);
      }
    },
    add: (domainName, what) => line(cloud.clock.now(), domainName, what),
    published: (domainName) => published.get(domainName) ?? [],
  };
}

/** The informative parts of a detail. */
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

import { type Fact, type Message, messageLinks, type Severity, SEVERITY_WORDS, summaryOf } from './message';

/**
 * What Amazon Q Developer in chat applications (before: AWS Chatbot) shows in a channel of Slack or Microsoft Teams
 * (administrator guide, "Custom notifications"). Its limits are below.
 */
export interface ChatNotification {
  readonly version: '1.0';
  readonly source: 'custom';
  readonly content: {
    readonly textType: 'client-markdown';
    readonly title: string;
    readonly description: string;
    readonly nextSteps?: readonly string[];
    readonly keywords: readonly string[];
  };
  readonly metadata: {
    readonly threadId: string;
    readonly summary: string;
    readonly eventType: string;
    readonly relatedResources: readonly string[];
    readonly additionalContext: Readonly<Record<string, string>>;
  };
}

const TITLE_CHARACTERS = 250;
const DESCRIPTION_CHARACTERS = 8_000;
const STEP_CHARACTERS = 350;
const KEYWORD_CHARACTERS = 75;

/** Characters, not the shortcodes of one chat program. */
const SYMBOLS: Readonly<Record<Severity, string>> = { critical: '🚨', error: '❌', warning: '⚠️', resolved: '✅' };

/** The message for a chat channel, in the little markdown that Slack and Teams have in common. */
export function asChatNotification(message: Message, runbookUrl: string): ChatNotification {
  const { severity, about, whatToDo, name, threadId, eventType, resources } = message;
  const title = `${SYMBOLS[severity]} ${SEVERITY_WORDS[severity]}: ${plain(summaryOf(message))}`;
  return {
    version: '1.0',
    source: 'custom',
    content: {
      textType: 'client-markdown',
      title: cut(title, TITLE_CHARACTERS),
      description: descriptionOf(message, runbookUrl),
      ...(whatToDo !== undefined && { nextSteps: sentencesOf(whatToDo) }),
      keywords: [severity, plain(name)].map((keyword) => cut(keyword, KEYWORD_CHARACTERS)),
    },
    metadata: {
      threadId,
      summary: cut(plain(summaryOf(message)), TITLE_CHARACTERS),
      eventType,
      relatedResources: resources,
      additionalContext: { severity, name: plain(name), about: plain(about) },
    },
  };
}

/** The links come last and whole; what is too long is cut before them. */
function descriptionOf(message: Message, runbookUrl: string): string {
  const links = messageLinks({ ...message, name: plain(message.name) }, runbookUrl).join('\n');
  const facts = [...message.facts.map(factLine), message.note ?? '', ...message.details.map(factLine)];
  const told = facts.filter((line) => line !== '').join('\n');
  return `${cut(told, DESCRIPTION_CHARACTERS - links.length - 2)}\n\n${links}`;
}

function factLine([label, value]: Fact): string {
  if (typeof value !== 'string') return [`*${label}*`, ...value.map((each) => `• ${literal(each)}`)].join('\n');
  return `*${label}* ${value.split('\n').map(literal).join('\n')}`;
}

const sentencesOf = (advice: string) =>
  advice.split(/(?<=[.;:]) (?=[A-Z])/).map((sentence) => cut(plain(sentence), STEP_CHARACTERS));

/**
 * As it is, letter for letter: names have asterisks and underscores. Some of it is what anybody wrote into an event, and must not
 * become a link or call everybody: angle brackets and the at sign mean that to Slack, within code too.
 */
const literal = (text: string) => (text.trim() === '' ? '' : `\`${plain(text)}\``);
const plain = (text: string) =>
  text.replace(/[<>`@]/g, (character) => HARMLESS[character] ?? '').replace(/[\s\u0000-\u001f\u007f]+/g, ' ');
const HARMLESS: Readonly<Record<string, string>> = { '<': '‹', '>': '›', '`': "'", '@': '＠' };

const cut = (text: string, characters: number) =>
  text.length <= characters ? text : `${text.slice(0, characters - 1)}…`;

import { type Fact, type Message, messageLinks, type Severity, SEVERITY_WORDS, summaryOf } from './message';

/**
 * A custom notification, which Amazon Q Developer in chat applications (formerly AWS Chatbot) posts to a Slack or Microsoft Teams
 * channel (administrator guide, "Custom notifications").
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

// The limits from the administrator guide, "Event schema".
const MAX_TITLE_CHARACTERS = 250;
const MAX_DESCRIPTION_CHARACTERS = 8_000;
const MAX_STEP_CHARACTERS = 350;
const MAX_KEYWORD_CHARACTERS = 75;

/** Unicode characters, because shortcodes differ between chat clients. */
const SYMBOLS: Readonly<Record<Severity, string>> = { critical: '🚨', error: '❌', warning: '⚠️', resolved: '✅' };

/** Formats the message for a chat channel, using only the Markdown that Slack and Teams share. */
export function asChatNotification(message: Message, runbookUrl: string): ChatNotification {
  const { severity, about, whatToDo, name, threadId, eventType, resources } = message;
  const title = `${SYMBOLS[severity]} ${SEVERITY_WORDS[severity]}: ${plain(summaryOf(message))}`;
  return {
    version: '1.0',
    source: 'custom',
    content: {
      textType: 'client-markdown',
      title: truncate(title, MAX_TITLE_CHARACTERS),
      description: descriptionOf(message, runbookUrl),
      ...(whatToDo !== undefined && { nextSteps: sentencesOf(whatToDo) }),
      keywords: [severity, plain(name)].map((keyword) => truncate(keyword, MAX_KEYWORD_CHARACTERS)),
    },
    metadata: {
      threadId,
      summary: truncate(plain(summaryOf(message)), MAX_TITLE_CHARACTERS),
      eventType,
      relatedResources: resources,
      additionalContext: { severity, name: plain(name), about: plain(about) },
    },
  };
}

/** The links come last and are never truncated; the text before them is. */
function descriptionOf(message: Message, runbookUrl: string): string {
  const links = messageLinks({ ...message, name: plain(message.name) }, runbookUrl).join('\n');
  const facts = [...message.facts.map(factLine), message.note ?? '', ...message.details.map(factLine)];
  const text = facts.filter((line) => line !== '').join('\n');
  return `${truncate(text, MAX_DESCRIPTION_CHARACTERS - links.length - 2)}\n\n${links}`;
}

function factLine([label, value]: Fact): string {
  if (typeof value !== 'string') return [`*${label}*`, ...value.map((each) => `• ${literal(each)}`)].join('\n');
  return `*${label}* ${value.split('\n').map(literal).join('\n')}`;
}

const sentencesOf = (advice: string) =>
  advice.split(/(?<=[.;:]) (?=[A-Z])/).map((sentence) => truncate(plain(sentence), MAX_STEP_CHARACTERS));

/**
 * Formats text as code, because names contain asterisks and underscores. Text from an event is untrusted and must not create links
 * or mentions, which Slack recognises by angle brackets and at signs even inside code.
 */
const literal = (text: string) => (text.trim() === '' ? '' : `\`${plain(text)}\``);
const plain = (text: string) =>
  text.replace(/[<>`@]/g, (character) => LOOKALIKES[character] ?? '').replace(/[\s\u0000-\u001f\u007f]+/g, ' ');
const LOOKALIKES: Readonly<Record<string, string>> = { '<': '‹', '>': '›', '`': "'", '@': '＠' };

const truncate = (text: string, characters: number) =>
  text.length <= characters ? text : `${text.slice(0, characters - 1)}…`;

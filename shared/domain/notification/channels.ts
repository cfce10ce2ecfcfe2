import * as z from 'zod';
import { asChatNotification } from './chat-notification';
import { asEmail } from './email';
import type { Message } from './message';
import { text } from '../text';

/** What a topic is given to publish. */
export interface Publication {
  readonly subject?: string;
  readonly body: string;
}

/** A way in which people are notified: a topic of its own, and the form in which its subscribers take a message. */
interface Channel {
  /** The logical id of the topic, after which everything is named that is about it. */
  readonly topic: string;
  readonly format: (message: Message, runbookUrl: string) => Publication;
}

/** Every channel; infrastructure/channels.ts has what the stack makes for each. */
export const CHANNELS = {
  /** For people who read mail, and for programs that read text. */
  mail: { topic: 'Notifications', format: asEmail },
  /** For Amazon Q Developer in chat applications. */
  chat: {
    topic: 'ChatNotifications',
    format: (message, runbookUrl) => ({ body: JSON.stringify(asChatNotification(message, runbookUrl)) }),
  },
} as const satisfies Readonly<Record<string, Channel>>;

/** The name of a channel. */
export type ChannelName = keyof typeof CHANNELS;
/** The ARN of the topic of each channel. */
export type TopicArns = Readonly<Record<ChannelName, string>>;

/** The names of the channels, in the order in which they are notified. */
export const CHANNEL_NAMES = Object.keys(CHANNELS) as readonly ChannelName[];

/** One value for each channel. */
export const perChannel = <T>(valueOf: (channel: ChannelName) => T): Readonly<Record<ChannelName, T>> =>
  Object.fromEntries(CHANNEL_NAMES.map((channel) => [channel, valueOf(channel)])) as Record<ChannelName, T>;

/** The environment variable with the ARN of a channel's topic. */
export const topicVariable = (channel: ChannelName): string =>
  `${CHANNELS[channel].topic.replace(/\B[A-Z]/g, '_$&').toUpperCase()}_TOPIC_ARN`;

/** The output of the stack with the ARN of a channel's topic. */
export const topicOutput = (channel: ChannelName): string => `${CHANNELS[channel].topic}TopicArn`;

/**
 * Reads the ARN of each channel's topic from a record.
 *
 * @param nameOf under which name the record has the topic of a channel
 */
export const topicArnsBy = (nameOf: (channel: ChannelName) => string) =>
  z
    .object(Object.fromEntries(CHANNEL_NAMES.map((channel) => [nameOf(channel), text])))
    .transform((record) => ({ topicArns: perChannel((channel) => record[nameOf(channel)] ?? '') }));

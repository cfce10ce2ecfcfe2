import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import {
  CHANNEL_NAMES,
  type ChannelName,
  CHANNELS,
  type Publication,
  type TopicArns,
} from '../domain/notification/channels';
import type { Message } from '../domain/notification/message';
import type { Notifications } from '../ports/publishers';
import { callAws, clientOptions } from './call-aws';

/** The topics of the channels, and where the runbook is published: empty when it is not. */
export interface NotificationTargets {
  readonly topicArns: TopicArns;
  readonly runbookUrl: string;
}

/**
 * SNS as the SDK reaches it. Every channel is tried whatever becomes of the others, and a failure of one is an error: a retry
 * notifies the others twice, rather than this one never.
 */
export function snsNotifications(
  { topicArns, runbookUrl }: NotificationTargets,
  client = new SNSClient(clientOptions),
): Notifications {
  const publish = async (channel: ChannelName, message: Message) => {
    const TopicArn = topicArns[channel];
    const { subject, body }: Publication = CHANNELS[channel].format(message, runbookUrl);
    const command = new PublishCommand({ TopicArn, Subject: subject, Message: body });
    await callAws(`sns:Publish ${TopicArn}`, client.send(command));
  };
  return {
    async send(message) {
      const published = await Promise.allSettled(CHANNEL_NAMES.map((channel) => publish(channel, message)));
      for (const each of published) if (each.status === 'rejected') throw each.reason;
    },
  };
}

import { PublishCommand, type PublishCommandInput, SNSClient } from '@aws-sdk/client-sns';
import { asChatNotification } from '../domain/notification/chat-notification';
import { asEmail } from '../domain/notification/email';
import type { Notifications } from '../ports/notifications';
import { callAws, clientOptions } from './call-aws';

/** The topics of the two kinds of readers, and where the runbook is published: empty when it is not. */
export interface Readers {
  readonly topicArn: string;
  readonly chatTopicArn: string;
  readonly runbookUrl: string;
}

/**
 * SNS as the SDK reaches it. The one topic is tried whatever becomes of the other, and a failure of either is an error: whoever
 * repeats it tells twice rather than not at all.
 */
export function snsNotifications(
  { topicArn, chatTopicArn, runbookUrl }: Readers,
  client = new SNSClient(clientOptions),
): Notifications {
  const publish = (TopicArn: string, message: PublishCommandInput) =>
    callAws(`sns:Publish ${TopicArn}`, client.send(new PublishCommand({ TopicArn, ...message })));
  return {
    async send(message) {
      const { subject, body } = asEmail(message, runbookUrl);
      const chat = JSON.stringify(asChatNotification(message, runbookUrl));
      const told = await Promise.allSettled([
        publish(topicArn, { Subject: subject, Message: body }),
        publish(chatTopicArn, { Message: chat }),
      ]);
      for (const each of told) if (each.status === 'rejected') throw each.reason;
    },
  };
}

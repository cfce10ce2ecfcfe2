import { PublishCommand, type PublishCommandInput, SNSClient } from '@aws-sdk/client-sns';
import { asChatNotification } from '../domain/notification/chat-notification';
import { asEmail } from '../domain/notification/email';
import type { Notifications } from '../ports/notifications';
import { callAws, clientOptions } from './call-aws';

/** The topics for e-mail and chat, and the URL of the runbook: empty when it is not published. */
export interface NotificationTargets {
  readonly topicArn: string;
  readonly chatTopicArn: string;
  readonly runbookUrl: string;
}

/**
 * Notifications through SNS. Publishes to both topics even when one fails, and then throws: delivery is at-least-once, because a
 * retry publishes to both again.
 */
export function snsNotifications(
  { topicArn, chatTopicArn, runbookUrl }: NotificationTargets,
  client = new SNSClient(clientOptions),
): Notifications {
  const publish = (TopicArn: string, message: PublishCommandInput) =>
    callAws(`sns:Publish ${TopicArn}`, client.send(new PublishCommand({ TopicArn, ...message })));
  return {
    async send(message) {
      const { subject, body } = asEmail(message, runbookUrl);
      const chat = JSON.stringify(asChatNotification(message, runbookUrl));
      const results = await Promise.allSettled([
        publish(topicArn, { Subject: subject, Message: body }),
        publish(chatTopicArn, { Message: chat }),
      ]);
      for (const result of results) if (result.status === 'rejected') throw result.reason;
    },
  };
}

import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { asking } from './asking';
import { clientOptions } from './client-options';

/** A message to the people who run the service. */
export interface Notification {
  /** At most 100 printable ASCII characters (SNS API, Publish). */
  readonly subject: string;
  readonly body: string;
}

/** Where people are told. */
export interface Notifications {
  send(notification: Notification): Promise<void>;
}

/** SNS as the SDK reaches it. */
export function snsNotifications(topicArn: string, client = new SNSClient(clientOptions)): Notifications {
  return {
    async send({ subject, body }) {
      await asking(
        `sns:Publish ${topicArn}`,
        client.send(new PublishCommand({ TopicArn: topicArn, Subject: subject, Message: body })),
      );
    },
  };
}

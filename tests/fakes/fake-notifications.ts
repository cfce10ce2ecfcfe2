import { asEmail, type Email } from '../../shared/domain/notification/email';
import type { Message } from '../../shared/domain/notification/message';
import type { Notifications } from '../../shared/ports/publishers';
import type { Journal } from './journal';

/** A mailbox that accepts what SNS accepts. */
export function fakeNotifications(journal: Journal) {
  const sent: Email[] = [];
  const messages: Message[] = [];
  const ports: Notifications = {
    async send(message) {
      const email = asEmail(message, '');
      journal.change(`notifications.send ${email.subject}`);
      if (!/^[ -~]{1,100}$/.test(email.subject)) throw new Error('InvalidParameter: Subject');
      messages.push(message);
      sent.push(email);
    },
  };
  return { ...ports, sent, messages };
}

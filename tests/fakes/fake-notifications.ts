import type { Notification, Notifications } from '../../shared/aws/notifications';
import type { Journal } from './journal';

/** A mailbox: takes what SNS would take. */
export function fakeNotifications(journal: Journal) {
  const sent: Notification[] = [];
  const ports: Notifications = {
    async send(notification) {
      journal.change(`notifications.send ${notification.subject}`);
      if (!/^[ -~]{1,100}$/.test(notification.subject)) throw new Error('InvalidParameter: Subject');
      sent.push(notification);
    },
  };
  return { ...ports, sent };
}

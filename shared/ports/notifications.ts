import type { Message } from '../domain/notification/message';

/** The versioned bucket of the published inventory. */
export interface InventoryBucket {
  put(key: string, contentType: string, body: string): Promise<void>;
}

/** The notification channels: e-mail and chat. */
export interface Notifications {
  send(message: Message): Promise<void>;
}

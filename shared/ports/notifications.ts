import type { Message } from '../domain/notification/message';

/** Where the inventory is kept for people and programs to read; older versions remain for a while. */
export interface InventoryBucket {
  put(key: string, contentType: string, body: string): Promise<void>;
}

/** Where people are told. */
export interface Notifications {
  send(message: Message): Promise<void>;
}

import type * as z from 'zod';
import type { Message } from '../domain/notification/message';

/** The contract of one event, shared by the rule, the validator, the publisher and the schema registry. */
export interface EventContract<Detail extends z.ZodType> {
  readonly detailType: string;
  /** The event's `source`: a fixed value for published events, a pattern for accepted ones. */
  readonly source: string | { readonly 'anything-but': { readonly prefix: string } };
  readonly detail: Detail;
}

/** The event bus of the deployment. */
export interface EventBus {
  /**
   * Validates the detail against the contract, and publishes the event.
   * @returns the event's id
   * @throws EventNotPublishedError
   */
  publish<Detail extends z.ZodType>(
    contract: EventContract<Detail> & { readonly source: string },
    detail: z.input<Detail>,
    resources: readonly string[],
  ): Promise<string>;
}

/** The notification channels: e-mail and chat. */
export interface Notifications {
  send(message: Message): Promise<void>;
}

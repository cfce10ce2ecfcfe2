import type * as z from 'zod';

/** Everything that the rule, the validator, the publisher and the schema registry know about one event. */
export interface EventContract<Detail extends z.ZodType> {
  readonly detailType: string;
  /** EventBridge's `source`: fixed for the events that this service publishes, a pattern for those that it accepts. */
  readonly source: string | { readonly 'anything-but': { readonly prefix: string } };
  readonly detail: Detail;
}

/** The service's own bus. */
export interface EventBus {
  /**
   * Publishes one event of a contract, its detail checked against the schema first.
   * @returns the event's id
   * @throws EventNotPublishedError
   */
  publish<Detail extends z.ZodType>(
    contract: EventContract<Detail> & { readonly source: string },
    detail: z.input<Detail>,
    resources: readonly string[],
  ): Promise<string>;
}

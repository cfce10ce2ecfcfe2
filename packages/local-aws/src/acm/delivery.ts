import type { AwsEvent, World } from '../world';

/** Faults in the delivery of events. */
export interface Delivery {
  /** How often an event arrives: 0 for a lost event, 2 for a duplicate. */
  readonly deliveries?: (event: AwsEvent) => number;
  /** How many milliseconds late. */
  readonly delay?: (event: AwsEvent) => number;
}

/**
 * Delivers events to the bus. ACM's events are best effort: "in rare cases may not be delivered" (EventBridge
 * reference, events from AWS services). AWS Health's arrive at least once.
 */
export function createDelivery({ clock, emit }: World, delivery: Delivery): World['emit'] {
  const { deliveries = () => 1, delay = () => 0 } = delivery;
  return (event) => {
    const late = delay(event);
    for (let left = deliveries(event); left > 0; left -= 1) {
      if (late > 0) clock.setTimeout(() => emit(event), late);
      else emit(event);
    }
  };
}

import type { AwsEvent, World } from '../world';

/** How events differ from arriving once and at once. */
export interface Delivery {
  /** How often an event arrives: 0 is a lost one, 2 one that comes twice. */
  readonly deliveries?: (event: AwsEvent) => number;
  /** How many milliseconds late. */
  readonly delay?: (event: AwsEvent) => number;
}

/**
 * The way of events to the bus. Those of ACM are best effort: "in rare cases may not be delivered" (EventBridge reference,
 * events from AWS services). Those of AWS Health arrive at least once.
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

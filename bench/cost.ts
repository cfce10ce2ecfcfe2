import { PRICES } from './prices';
import type { Usage } from './usage';

/** What a usage costs in US dollars, by what is billed. */
export interface Cost {
  readonly stepFunctions: number;
  readonly lambda: number;
  readonly eventBridge: number;
  readonly dynamoDb: number;
  readonly sns: number;
  readonly total: number;
}

/** What a usage costs at the published prices. */
export function costOf({ calls, stateTransitions, invocations, gigabyteSeconds }: Usage): Cost {
  const count = (pattern: RegExp) =>
    Object.entries(calls).reduce((sum, [action, times]) => sum + (pattern.test(action) ? times : 0), 0);
  const parts = {
    stepFunctions: stateTransitions * PRICES.stateTransition,
    lambda: invocations * PRICES.lambdaRequest + gigabyteSeconds * PRICES.lambdaGigabyteSecond,
    eventBridge: count(/^events:PutEvents$/) * PRICES.customEvent,
    dynamoDb:
      count(/^dynamodb:(Put|Update|Delete)Item$/) * PRICES.dynamoDbWrite +
      count(/^dynamodb:(GetItem|Query|Scan)$/) * PRICES.dynamoDbRead,
    sns: count(/^sns:Publish$/) * PRICES.snsPublish,
  };
  return { ...parts, total: Object.values(parts).reduce((sum, part) => sum + part, 0) };
}

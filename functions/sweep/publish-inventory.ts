import { certificateInventory } from '../../events/certificate-inventory';
import { dynamoDbCertificateStates } from '../../shared/aws/certificate-states';
import { eventBridgeBus } from '../../shared/aws/event-bus';
import { CertificateStateTable, config, EventBusName, StackName } from '../../shared/config';
import { inventoryOf } from '../../shared/domain/inventory/inventory';
import { lambda } from '../../shared/lambda';
import { putSweepMetrics } from '../../shared/metrics';
import type { EventBus } from '../../shared/ports/publishers';
import type { CertificateStates } from '../../shared/ports/state';
import { type Input, type Output, PublishInventory } from '../../shared/steps';

interface Dependencies {
  readonly certificateStates: CertificateStates;
  readonly eventBus: EventBus;
  readonly stack: string;
  readonly now: () => Date;
}

/**
 * Publishes the results of the sweep as an event and as metrics.
 *
 * @throws EventNotPublishedError
 */
export const publishInventory =
  ({ certificateStates, eventBus, stack, now }: Dependencies) =>
  async (document: Input<typeof PublishInventory>): Promise<Output<typeof PublishInventory>> => {
    const { executionArn, sweepId, guard, reconciliations } = document;
    const inventory = inventoryOf(await certificateStates.listSweepResults(sweepId));
    const detail = { ...inventory, massChange: guard, started: reconciliations?.started ?? 0, executionArn };
    const eventId = await eventBus.publish(certificateInventory, detail, []);
    const previousSweep = await certificateStates.getLastSweepTime();
    putSweepMetrics({
      stack,
      verdicts: inventory.verdicts,
      minimumDaysToExpiry: inventory.nextExpiries[0]?.daysLeft,
      sweepAgeSeconds: previousSweep && (now().getTime() - previousSweep.getTime()) / 1_000,
    });
    await certificateStates.recordSweepTime(now());
    return { outcome: { detailType: certificateInventory.detailType, eventId } };
  };

export const handler = lambda(PublishInventory, () =>
  publishInventory({
    certificateStates: dynamoDbCertificateStates(config(CertificateStateTable).certificateStateTable),
    eventBus: eventBridgeBus(config(EventBusName).eventBus),
    ...config(StackName),
    now: () => new Date(),
  }),
);

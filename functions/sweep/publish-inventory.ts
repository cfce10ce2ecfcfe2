import { certificateInventory } from '../../events/certificate-inventory';
import { dynamoDbCertificateStates } from '../../shared/aws/certificate-states';
import { eventBridgeBus } from '../../shared/aws/event-bus';
import { Bus, CertificateStateTable, config, Deployment } from '../../shared/config';
import { inventoryOf } from '../../shared/domain/inventory/inventory';
import { lambda } from '../../shared/lambda';
import { putSweepMetrics } from '../../shared/metrics';
import type { EventBus } from '../../shared/ports/event-bus';
import type { CertificateStates } from '../../shared/ports/state';
import { type Input, type Output, PublishInventory } from '../../shared/steps';

interface Dependencies {
  readonly certificateStates: CertificateStates;
  readonly eventBus: EventBus;
  readonly stack: string;
  readonly now: () => Date;
}

/**
 * Says on the bus and in the metrics what the sweep found.
 *
 * @throws EventNotPublishedError
 */
export const publishInventory =
  ({ certificateStates, eventBus, stack, now }: Dependencies) =>
  async (document: Input<typeof PublishInventory>): Promise<Output<typeof PublishInventory>> => {
    const { executionArn, sweepId, guard, reconciliations } = document;
    const inventory = inventoryOf(await certificateStates.swept(sweepId));
    const detail = { ...inventory, massChange: guard, started: reconciliations?.started ?? 0, executionArn };
    const eventId = await eventBus.publish(certificateInventory, detail, []);
    const before = await certificateStates.lastSweep();
    putSweepMetrics({
      stack,
      verdicts: inventory.verdicts,
      minimumDaysToExpiry: inventory.nextExpiries[0]?.daysLeft,
      sweepAgeSeconds: before && (now().getTime() - before.getTime()) / 1_000,
    });
    await certificateStates.recordSweep(now());
    return { outcome: { detailType: certificateInventory.detailType, eventId } };
  };

export const handler = lambda(PublishInventory, () =>
  publishInventory({
    certificateStates: dynamoDbCertificateStates(config(CertificateStateTable).certificateStateTable),
    eventBus: eventBridgeBus(config(Bus).eventBus),
    ...config(Deployment),
    now: () => new Date(),
  }),
);

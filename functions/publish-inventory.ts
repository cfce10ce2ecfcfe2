import { certificateInventory } from '../events/certificate-inventory';
import { eventBridgeBus, type EventBus } from '../shared/aws/event-bus';
import { dynamoDbKeptCertificates, type KeptCertificates } from '../shared/aws/kept-certificates';
import { Bus, config, Deployment, Kept } from '../shared/config';
import { inventoryOf } from '../shared/domain/inventory';
import { lambda } from '../shared/lambda';
import { putSweepMetrics } from '../shared/metrics';
import { PublishInventory, type Gives, type Needs } from '../shared/workflow';

interface Dependencies {
  readonly keptCertificates: KeptCertificates;
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
  ({ keptCertificates, eventBus, stack, now }: Dependencies) =>
  async (document: Needs<typeof PublishInventory>): Promise<Gives<typeof PublishInventory>> => {
    const { executionArn, sweepId, guard, keeping } = document;
    const inventory = inventoryOf(await keptCertificates.swept(sweepId));
    const detail = { ...inventory, massChange: guard, started: keeping?.started ?? 0, executionArn };
    const eventId = await eventBus.publish(certificateInventory, detail, []);
    const before = await keptCertificates.lastSweep();
    putSweepMetrics({
      stack,
      verdicts: inventory.verdicts,
      minimumDaysToExpiry: inventory.nextExpiries[0]?.daysLeft,
      sweepAgeSeconds: before && (now().getTime() - before.getTime()) / 1_000,
    });
    await keptCertificates.noteSweep(now());
    return { outcome: { detailType: certificateInventory.detailType, eventId } };
  };

export const handler = lambda(PublishInventory, () =>
  publishInventory({
    keptCertificates: dynamoDbKeptCertificates(config(Kept).keptTable),
    eventBus: eventBridgeBus(config(Bus).eventBus),
    ...config(Deployment),
    now: () => new Date(),
  }),
);

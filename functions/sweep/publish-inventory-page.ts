import { dynamoDbCertificateStates } from '../../shared/aws/certificate-states';
import { INVENTORY_KEYS, s3InventoryBucket } from '../../shared/aws/inventory-bucket';
import { CertificateStateTable, config, Deployment, Inventory } from '../../shared/config';
import { lambda } from '../../shared/lambda';
import { inventoryDocument } from '../../shared/page/inventory-document';
import { inventoryPage } from '../../shared/page/inventory-page';
import type { InventoryBucket } from '../../shared/ports/notifications';
import type { CertificateStates } from '../../shared/ports/state';
import { type Input, type Output, PublishInventoryPage } from '../../shared/steps';

interface Dependencies {
  readonly certificateStates: CertificateStates;
  readonly inventoryBucket: InventoryBucket;
  readonly stack: string;
  readonly now: () => Date;
}

/** Writes what the sweep found as JSON for programs and as a page for people. The page comes last: it says what is there. */
export const publishInventoryPage =
  ({ certificateStates, inventoryBucket, stack, now }: Dependencies) =>
  async ({
    executionArn,
    sweepId,
    guard,
  }: Input<typeof PublishInventoryPage>): Promise<Output<typeof PublishInventoryPage>> => {
    const swept = await certificateStates.swept(sweepId);
    const inventory = inventoryDocument({ swept, at: now(), stack, executionArn, massChange: guard });
    const page = inventoryPage(inventory);
    await inventoryBucket.put(INVENTORY_KEYS.document, 'application/json', JSON.stringify(inventory));
    await inventoryBucket.put(INVENTORY_KEYS.page, 'text/html; charset=utf-8', page);
    return { published: { certificates: swept.length, pageBytes: Buffer.byteLength(page) } };
  };

export const handler = lambda(PublishInventoryPage, () =>
  publishInventoryPage({
    certificateStates: dynamoDbCertificateStates(config(CertificateStateTable).certificateStateTable),
    inventoryBucket: s3InventoryBucket(config(Inventory).inventoryBucket),
    ...config(Deployment),
    now: () => new Date(),
  }),
);

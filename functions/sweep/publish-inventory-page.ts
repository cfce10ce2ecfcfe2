import { dynamoDbCertificateStates } from '../../shared/aws/certificate-states';
import { INVENTORY_KEYS, s3InventoryBucket } from '../../shared/aws/inventory-bucket';
import { CertificateStateTable, config, InventoryBucketName, StackName } from '../../shared/config';
import { lambda } from '../../shared/lambda';
import { inventoryDocument } from '../../shared/page/inventory-document';
import { inventoryPage } from '../../shared/page/inventory-page';
import type { CertificateStates, InventoryBucket } from '../../shared/ports/state';
import { type Input, type Output, PublishInventoryPage } from '../../shared/steps';

interface Dependencies {
  readonly certificateStates: CertificateStates;
  readonly inventoryBucket: InventoryBucket;
  readonly stack: string;
  readonly now: () => Date;
}

/** Writes the results of the sweep as JSON and as an HTML page; the page comes last, because it links to the JSON. */
export const publishInventoryPage =
  ({ certificateStates, inventoryBucket, stack, now }: Dependencies) =>
  async ({
    executionArn,
    sweepId,
    guard,
  }: Input<typeof PublishInventoryPage>): Promise<Output<typeof PublishInventoryPage>> => {
    const swept = await certificateStates.listSweepResults(sweepId);
    const inventory = inventoryDocument({ swept, at: now(), stack, executionArn, massChange: guard });
    const page = inventoryPage(inventory);
    await inventoryBucket.put(INVENTORY_KEYS.document, 'application/json', JSON.stringify(inventory));
    await inventoryBucket.put(INVENTORY_KEYS.page, 'text/html; charset=utf-8', page);
    return { published: { certificates: swept.length, pageBytes: Buffer.byteLength(page) } };
  };

export const handler = lambda(PublishInventoryPage, () =>
  publishInventoryPage({
    certificateStates: dynamoDbCertificateStates(config(CertificateStateTable).certificateStateTable),
    inventoryBucket: s3InventoryBucket(config(InventoryBucketName).inventoryBucket),
    ...config(StackName),
    now: () => new Date(),
  }),
);

import { INVENTORY_KEYS, s3InventoryBucket, type InventoryBucket } from '../shared/aws/inventory-bucket';
import { dynamoDbKeptCertificates, type KeptCertificates } from '../shared/aws/kept-certificates';
import { config, Deployment, Inventory, Kept } from '../shared/config';
import { lambda } from '../shared/lambda';
import { inventoryDocument } from '../shared/page/inventory-document';
import { inventoryPage } from '../shared/page/inventory-page';
import { PublishPage, type Gives, type Needs } from '../shared/workflow';

interface Dependencies {
  readonly keptCertificates: KeptCertificates;
  readonly inventoryBucket: InventoryBucket;
  readonly stack: string;
  readonly now: () => Date;
}

/** Writes what the sweep found as JSON for programs and as a page for people. The page comes last: it says what is there. */
export const publishPage =
  ({ keptCertificates, inventoryBucket, stack, now }: Dependencies) =>
  async ({ executionArn, sweepId, guard }: Needs<typeof PublishPage>): Promise<Gives<typeof PublishPage>> => {
    const swept = await keptCertificates.swept(sweepId);
    const inventory = inventoryDocument({ swept, at: now(), stack, executionArn, massChange: guard });
    const page = inventoryPage(inventory);
    await inventoryBucket.put(INVENTORY_KEYS.document, 'application/json', JSON.stringify(inventory));
    await inventoryBucket.put(INVENTORY_KEYS.page, 'text/html; charset=utf-8', page);
    return { published: { certificates: swept.length, pageBytes: Buffer.byteLength(page) } };
  };

export const handler = lambda(PublishPage, () =>
  publishPage({
    keptCertificates: dynamoDbKeptCertificates(config(Kept).keptTable),
    inventoryBucket: s3InventoryBucket(config(Inventory).inventoryBucket),
    ...config(Deployment),
    now: () => new Date(),
  }),
);

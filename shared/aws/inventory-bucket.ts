import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { InventoryBucket } from '../ports/state';
import { callAws, clientOptions } from './call-aws';

/** The object keys of the inventory. */
export const INVENTORY_KEYS = { page: 'inventory.html', document: 'inventory.json' } as const;

/** The inventory bucket in S3. */
export function s3InventoryBucket(bucket: string, client = new S3Client(clientOptions)): InventoryBucket {
  return {
    async put(key, contentType, body) {
      await callAws(
        `s3:PutObject ${bucket}/${key}`,
        client.send(
          // A cached page would be outdated after the next sweep.
          new PutObjectCommand({
            Bucket: bucket,
            Key: key,
            Body: body,
            ContentType: contentType,
            CacheControl: 'no-store',
          }),
        ),
      );
    },
  };
}

import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { InventoryBucket } from '../ports/notifications';
import { callAws, clientOptions } from './call-aws';

/** The keys under which the inventory is found. */
export const INVENTORY_KEYS = { page: 'inventory.html', document: 'inventory.json' } as const;

/** S3 as the SDK reaches it. */
export function s3InventoryBucket(bucket: string, client = new S3Client(clientOptions)): InventoryBucket {
  return {
    async put(key, contentType, body) {
      await callAws(
        `s3:PutObject ${bucket}/${key}`,
        client.send(
          // What a browser keeps would soon be an old page.
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

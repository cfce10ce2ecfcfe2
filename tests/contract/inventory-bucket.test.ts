import { GetObjectCommand, ListObjectVersionsCommand, S3Client } from '@aws-sdk/client-s3';
import { clientOptions } from 'local-aws/clients';
import { type Cloud, startCloud } from 'local-aws/cloud';
import { clientOptions as serviceOptions } from '../../shared/aws/call-aws';
import { INVENTORY_KEYS, s3InventoryBucket } from '../../shared/aws/inventory-bucket';
import { AwsRequestError } from '../../shared/errors';

let cloud: Cloud;
let client: S3Client;
beforeAll(async () => {
  cloud = await startCloud();
  client = new S3Client({ ...serviceOptions, ...clientOptions(cloud) });
  cloud.s3.createBucket('inventory', { isVersioned: true });
});
afterAll(async () => {
  client.destroy();
  await cloud.close();
});

test('writes an object with its content type and without caching', async () => {
  const bucket = s3InventoryBucket('inventory', client);
  await bucket.put(INVENTORY_KEYS.page, 'text/html; charset=utf-8', '<p>bücher</p>');
  await bucket.put(INVENTORY_KEYS.page, 'text/html; charset=utf-8', '<p>grüße</p>');
  const { Body, ContentType, CacheControl } = await client.send(
    new GetObjectCommand({ Bucket: 'inventory', Key: 'inventory.html' }),
  );
  expect(await Body?.transformToString()).toBe('<p>grüße</p>');
  expect({ ContentType, CacheControl }).toEqual({ ContentType: 'text/html; charset=utf-8', CacheControl: 'no-store' });
  const { Versions } = await client.send(new ListObjectVersionsCommand({ Bucket: 'inventory' }));
  expect(Versions).toHaveLength(2);
});

test('a missing bucket is an error with the action and the key', async () => {
  const refused = s3InventoryBucket('gone', client).put('inventory.html', 'text/html', 'x');
  await expect(refused).rejects.toThrow(AwsRequestError);
  await expect(refused).rejects.toThrow(/^s3:PutObject gone\/inventory\.html: NoSuchBucket/);
});

import {
  CopyObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { clientOptions } from '../src/clients';
import { startCloud, type Cloud } from '../src/cloud';

const MINUTE = 60_000;
const BYTES = Buffer.from('grüße\n');

let cloud: Cloud;
let s3: S3Client;
beforeAll(async () => {
  cloud = await startCloud({ startAt: Date.parse('2026-11-24T08:00:00Z') });
  s3 = new S3Client(clientOptions(cloud));
  cloud.s3.createBucket('versions', { isVersioned: true });
  cloud.s3.createBucket('plain');
});
afterAll(async () => {
  s3.destroy();
  await cloud.close();
});

const put = (Bucket: string, Key: string, Body: string | Buffer = BYTES) =>
  s3.send(new PutObjectCommand({ Bucket, Key, Body, ContentType: 'text/plain' }));
const read = async (Bucket: string, Key: string, VersionId?: string) =>
  (await s3.send(new GetObjectCommand({ Bucket, Key, VersionId }))).Body?.transformToString();
const raw = (path: string, options: RequestInit = {}) => fetch(`${cloud.endpoint}${path}`, options);
const SIGNED = 'Credential=local/20261124/eu-west-1/s3/aws4_request';

it('gives back the bytes, their type, and that they are encrypted', async () => {
  await put('plain', 'folder/a b.txt');
  const { Body, ...found } = await s3.send(new GetObjectCommand({ Bucket: 'plain', Key: 'folder/a b.txt' }));
  expect(await Body?.transformToByteArray()).toEqual(new Uint8Array(BYTES));
  expect(found).toMatchObject({
    ContentType: 'text/plain',
    ContentLength: 8,
    ServerSideEncryption: 'AES256',
    LastModified: expect.any(Date),
  });
});

it('describes an object without its bytes', async () => {
  await put('plain', 'sized');
  expect(await s3.send(new HeadObjectCommand({ Bucket: 'plain', Key: 'sized' }))).toMatchObject({ ContentLength: 8 });
  await expect(s3.send(new HeadObjectCommand({ Bucket: 'plain', Key: 'no' }))).rejects.toMatchObject({
    name: 'NotFound',
  });
});

it('keeps the versions of a key if versioning is enabled, and otherwise the last one only', async () => {
  const { VersionId: first } = await put('versions', 'page', 'one');
  await put('versions', 'page', 'two');
  expect(await read('versions', 'page')).toBe('two');
  expect(await read('versions', 'page', first)).toBe('one');
  const { Versions = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket: 'versions' }));
  expect(Versions).toMatchObject([
    { Key: 'page', IsLatest: true },
    { Key: 'page', IsLatest: false, VersionId: first },
  ]);
  await put('plain', 'page', 'one');
  expect(await put('plain', 'page', 'two')).not.toHaveProperty('VersionId');
  const { Versions: plain = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket: 'plain', Prefix: 'page' }));
  expect(plain).toHaveLength(1);
});

it('lists buckets, and objects by prefix', async () => {
  await put('plain', 'list/b');
  await put('plain', 'list/a');
  const { Buckets = [] } = await s3.send(new ListBucketsCommand({}));
  expect(Buckets.map(({ Name }) => Name)).toEqual(['versions', 'plain']);
  const { Contents = [], KeyCount } = await s3.send(new ListObjectsV2Command({ Bucket: 'plain', Prefix: 'list/' }));
  expect({ KeyCount, keys: Contents.map(({ Key }) => Key) }).toEqual({ KeyCount: 2, keys: ['list/a', 'list/b'] });
});

it.each([
  ['a bucket that is not there', () => read('nowhere', 'page'), 'NoSuchBucket'],
  ['a key that is not there', () => read('plain', 'nothing'), 'NoSuchKey'],
  ['a version that is not there', () => read('versions', 'page', 'x'), 'NoSuchVersion'],
])('refuses %s', async (_what, ask, name) => {
  await expect(ask()).rejects.toMatchObject({ name });
});

it.each([
  ['an ACL', new PutObjectCommand({ Bucket: 'plain', Key: 'x', Body: 'x', ACL: 'public-read' }), /ACL of PutObject/],
  [
    'metadata of its own kind',
    new PutObjectCommand({ Bucket: 'plain', Key: 'x', Body: 'x', Tagging: 'a=b' }),
    /Tagging/,
  ],
  ['a copy', new CopyObjectCommand({ Bucket: 'plain', Key: 'x', CopySource: 'plain/y' }), /CopyObject is not modelled/],
])('does not pretend to know %s', async (_what, command, message) => {
  await expect(s3.send(command as PutObjectCommand)).rejects.toThrow(message);
});

it('refuses bytes that are not those of their checksum', async () => {
  const headers = { authorization: SIGNED, 'x-amz-checksum-crc32': 'AAAAAA==' };
  const answer = await raw('/plain/broken', { method: 'PUT', body: 'x', headers });
  expect(answer.status).toBe(400);
  expect(await answer.text()).toMatch(/<Error><Code>BadDigest<\/Code>/);
});

it('shows nothing to an unsigned request', async () => {
  await put('plain', 'secret');
  const answer = await raw('/plain/secret');
  expect({ status: answer.status, body: await answer.text() }).toMatchObject({
    status: 403,
    body: expect.not.stringContaining('grüße'),
  });
});

it('honours a presigned link for as long as it says', async () => {
  await put('plain', 'linked');
  const query = new URLSearchParams({
    'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
    'X-Amz-Credential': 'local/20261124/eu-west-1/s3/aws4_request',
    'X-Amz-Date': '20261124T080000Z',
    'X-Amz-Expires': '900',
    'X-Amz-Signature': '0',
  });
  const link = `/plain/linked?${query.toString()}`;
  expect(await (await raw(link)).text()).toBe('grüße\n');
  await cloud.clock.advance(16 * MINUTE);
  const late = await raw(link);
  expect(late.status).toBe(403);
  expect(await late.text()).toMatch(/Request has expired/);
});

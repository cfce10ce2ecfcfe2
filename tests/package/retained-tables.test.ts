import { resourcesOf } from './packaged';

/** What a wait needs is found again by the wait itself, within one interval. */
const RECONSTRUCTABLE = ['IssuanceWaits'];

const tables = resourcesOf('AWS::DynamoDB::Table');
const retained = tables.filter(([id]) => !RECONSTRUCTABLE.includes(id));

it('a table is retained unless AWS can reconstruct what it contains', () => {
  expect(retained.map(([id]) => id)).toEqual(
    expect.arrayContaining(['CertificateState', 'CreatedRecords', 'ReplacedRecords']),
  );
  const policies = Object.fromEntries(
    tables.map(([id, { DeletionPolicy, UpdateReplacePolicy }]) => [id, { DeletionPolicy, UpdateReplacePolicy }]),
  );
  const expected = tables.map(([id]) => [
    id,
    RECONSTRUCTABLE.includes(id) ? {} : { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' },
  ]);
  expect(policies).toEqual(Object.fromEntries(expected));
});

it('the name of a retained table is literal: CloudFormation imports no other', () => {
  for (const [, { Properties }] of retained) expect(Properties.TableName).toMatch(/^acm-autopilot-dev-[a-z-]+$/);
});

it('the key of the notifications is not retained', () => {
  const [[, key] = []] = resourcesOf('AWS::KMS::Key');
  expect(key).toBeDefined();
  expect(key?.DeletionPolicy).toBeUndefined();
});

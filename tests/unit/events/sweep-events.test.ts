import { certificateInventory } from '../../../events/certificate-inventory';
import { detailSchemaOf, patternOf } from '../../../events/event';
import inventorySchema from '../../../events/schemas/certificate-inventory.json';
import requestedSchema from '../../../events/schemas/sweep-requested.json';
import { sweepRequested } from '../../../events/sweep-requested';
import { VERDICTS } from '../../../shared/domain/assessment/verdict';
import { inventoryOf } from '../../../shared/domain/inventory/inventory';

describe('Sweep Requested', () => {
  it.each<[object, boolean]>([
    [{}, false],
    [{ allowMassChange: false }, false],
    [{ allowMassChange: true }, true],
  ])('%j allows a mass change: %s', (detail, allowMassChange) => {
    expect(sweepRequested.detail.parse(detail)).toEqual({ allowMassChange });
  });

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['a string', 'allowMassChange'],
    ['a string as the flag', { allowMassChange: 'true' }],
    ['null as the flag', { allowMassChange: null }],
    ['an unknown field', { allowMassChanges: true }],
  ])('rejects %s', (_what, detail) => {
    expect(sweepRequested.detail.safeParse(detail).success).toBe(false);
  });

  it('is accepted from any source except AWS services', () => {
    expect(patternOf(sweepRequested)).toEqual({
      source: [{ 'anything-but': { prefix: 'aws.' } }],
      'detail-type': ['Sweep Requested'],
    });
  });
});

describe('Certificate Inventory', () => {
  it('accepts every verdict and expired certificates', () => {
    const certificates = VERDICTS.map((verdict, n) => ({
      certificateArn: `arn:${n}`,
      domainName: `d${n}.example.com`,
      verdict,
      isManaged: n % 2 === 0,
      isInUse: true,
      daysLeft: n - 5,
    }));
    const massChange = { wouldChange: 1, allowed: 3, isRefused: false };
    const detail = { ...inventoryOf(certificates), massChange, started: 7, executionArn: 'arn:execution' };
    expect(certificateInventory.detail.parse(detail)).toEqual(detail);
  });
});

it.each([
  [sweepRequested, requestedSchema],
  [certificateInventory, inventorySchema],
])('$detailType has a current schema file', (contract, schema) => {
  expect(schema).toEqual(detailSchemaOf(contract));
});

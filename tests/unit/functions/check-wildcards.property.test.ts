import * as fc from 'fast-check';
import { lookUp } from 'local-aws/dns/look-up';
import { normalizeName } from 'local-aws/route53/names';
import { type RecordSet, recordSetKey } from 'local-aws/route53/record-sets';
import { RecordConflictError } from '../../../shared/errors';
import { checkWildcards } from '../../../shared/preflight/check-dns';
import { zoneRecords } from '../../../shared/preflight/find-zones';
import { fakeAccount } from '../../fakes/fake-account';

const ZONE = 'example.com';
const LABELS = ['a', 'b', 'c'];
const longer = (names: readonly string[]) => names.flatMap((name) => LABELS.map((label) => `${label}.${name}`));
const [one, two, three] = [longer([ZONE]), longer(longer([ZONE])), longer(longer(longer([ZONE])))];
/** Every name that a client might query. */
const ASKED = [...one, ...two, ...three, ...longer(three)];

const below = fc.array(fc.constantFrom('a', 'b'), { minLength: 1, maxLength: 3 });
const name = below.map((labels) => [...labels, ZONE].join('.'));
const owner = fc.tuple(fc.boolean(), name).map(([isWildcard, at]) => (isWildcard ? at.replace(/^./, '*') : at));

/** The record set that a name server returns for each name, if any. */
function answers(owners: readonly string[]): (string | undefined)[] {
  const recordSets = owners.map((at): RecordSet => {
    return { name: normalizeName(at), type: 'A', content: { ttlSeconds: 60, values: ['192.0.2.1'] } };
  });
  const zone = new Map(recordSets.map((recordSet) => [recordSetKey(recordSet), recordSet]));
  return ASKED.map((asked) => {
    const finding = lookUp(`${ZONE}.`, zone, normalizeName(asked), 'A');
    return finding.kind === 'found' ? finding.recordSet.name : undefined;
  });
}

it('rejects a name exactly when its validation record would hide a wildcard from a name', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(owner, { maxLength: 6 }), name, async (owners, domainName) => {
      const { hostedZones } = fakeAccount();
      for (const at of owners) hostedZones.put('Z1', at, { type: 'A', values: ['192.0.2.1'] });
      const zones = [{ domainName, zoneId: 'Z1', zoneName: ZONE }];
      const refused = await checkWildcards(zones, zoneRecords(hostedZones, zones)).then(
        () => false,
        (error: unknown) => error instanceof RecordConflictError,
      );

      const after = answers([...owners, `_x1.${domainName}`]);
      const loses = answers(owners).some((answer, index) => answer !== undefined && answer !== after[index]);
      expect(refused).toBe(loses);
    }),
  );
});

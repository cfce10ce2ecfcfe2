import * as fc from 'fast-check';
import { candidateZones } from '../../../shared/domain/dns/zone';
import { isWithin, parseDomainName } from '../../../shared/domain/names/domain-name';

const label = fc.stringMatching(/^[a-z]([a-z0-9]{0,8}[a-z0-9])?$/);
const domain = fc.array(label, { minLength: 2, maxLength: 5 }).map((labels) => labels.join('.'));
const written = fc.oneof(fc.string({ unit: 'binary' }), fc.domain(), fc.stringMatching(/^(\*\.)?[ -~]{0,30}\.?$/));

describe('parsing a domain name', () => {
  it('never throws, and returns either a name or a problem', () => {
    fc.assert(fc.property(written, (text) => Object.keys(parseDomainName(text)).length === 1));
  });

  it('is idempotent', () => {
    fc.assert(
      fc.property(written, (text) => {
        const parsed = parseDomainName(text);
        if ('name' in parsed) expect(parseDomainName(parsed.name)).toEqual(parsed);
      }),
    );
  });

  it('ignores case and a trailing dot', () => {
    fc.assert(
      fc.property(domain, fc.boolean(), (name, dotted) => {
        expect(parseDomainName(name.toUpperCase() + (dotted ? '.' : ''))).toEqual(parseDomainName(name));
      }),
    );
  });

  it('returns only letters, digits, hyphens and dots, after an optional wildcard', () => {
    fc.assert(
      fc.property(written, (text) => {
        const parsed = parseDomainName(text);
        if ('name' in parsed) expect(parsed.name).toMatch(/^(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)+$/);
      }),
    );
  });
});

describe('the zone of a name', () => {
  const zonesOf = (names: readonly string[]) =>
    names.map((name, index) => ({ id: `Z${index}`, name, isPrivate: false }));

  it('is its longest ancestor, regardless of other zones', () => {
    fc.assert(
      fc.property(domain, fc.array(label, { minLength: 1, maxLength: 3 }), fc.array(domain), (apex, below, others) => {
        const name = [...below, apex].join('.');
        const found = candidateZones(name, zonesOf([apex, ...others]));
        const best = [apex, ...others].filter((zone) => isWithin(name, zone)).sort((a, b) => b.length - a.length)[0];
        expect(found.length).toBeGreaterThan(0);
        expect(found.every((zone) => zone.name === best)).toBe(true);
      }),
    );
  });

  it('is never matched within a label', () => {
    fc.assert(
      fc.property(domain, label, (apex, glued) => {
        expect(candidateZones(`${glued}${apex}`, zonesOf([apex]))).toEqual([]);
      }),
    );
  });

  it('is the same for a wildcard and its base', () => {
    fc.assert(
      fc.property(domain, fc.array(domain), (name, zones) => {
        const all = zonesOf([...zones, name]);
        expect(candidateZones(`*.${name}`, all)).toEqual(candidateZones(name, all));
      }),
    );
  });
});

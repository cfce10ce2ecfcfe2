import {
  type DomainValidation,
  validationChange,
  validationRecords,
} from '../../../shared/domain/dns/validation-records';

const record = (of: string) => ({ name: `_token.${of}.`, value: `_Value-of-${of}.xyz.acm-validations.aws.` });
const validation = (domainName: string, base = domainName): DomainValidation => ({
  domainName,
  status: 'PENDING_VALIDATION',
  record: record(base),
});

describe('the validation records of a certificate', () => {
  it('are missing until every name has one', () => {
    expect(
      validationRecords(
        ['example.com', 'example.org', 'example.net'],
        [validation('example.com'), { domainName: 'example.org', status: 'PENDING_VALIDATION' }],
      ),
    ).toEqual({ missing: ['example.org', 'example.net'] });
  });

  it('are lower case and without a trailing dot', () => {
    expect(validationRecords(['example.com'], [validation('example.com')])).toEqual({
      records: [
        {
          domainName: 'example.com',
          name: '_token.example.com',
          value: '_value-of-example.com.xyz.acm-validations.aws',
        },
      ],
    });
  });

  it('are one for a wildcard and its base', () => {
    expect(
      validationRecords(
        ['*.example.com', 'example.com'],
        [validation('*.example.com', 'example.com'), validation('example.com')],
      ),
    ).toMatchObject({ records: [{ domainName: 'example.com', name: '_token.example.com' }] });
  });

  it('are one for each name otherwise', () => {
    expect(
      validationRecords(['a.example.com', 'b.example.com'], [validation('b.example.com'), validation('a.example.com')]),
    ).toMatchObject({ records: [{ domainName: 'a.example.com' }, { domainName: 'b.example.com' }] });
  });
});

it.each<[string, string[], string]>([
  ['there is no record', [], 'write'],
  ['the record exists', ['_v.xyz.acm-validations.aws'], 'none'],
  ['the record exists in capitals and with a trailing dot', ['_V.xyz.ACM-validations.aws.'], 'none'],
  ['the record exists without the underscore of its value', ['v.xyz.acm-validations.aws'], 'none'],
  ['an earlier validation record exists', ['_old.xyz.acm-validations.aws.'], 'write'],
  [
    'it exists several times, with a routing policy',
    ['_v.xyz.acm-validations.aws', '_V.xyz.acm-validations.aws'],
    'none',
  ],
  [
    'it exists beside others, with a routing policy',
    ['_v.xyz.acm-validations.aws', 'elsewhere.example.net'],
    'conflict',
  ],
  [
    'earlier ones exist, with a routing policy',
    ['_old.xyz.acm-validations.aws', '_older.xyz.acm-validations.aws'],
    'conflict',
  ],
  ['an unrelated record exists', ['elsewhere.example.net'], 'conflict'],
  ['the value only resembles one of ACM', ['evilacm-validations.aws'], 'conflict'],
])('if %s (%j), the change is "%s"', (_case, existing, change) => {
  const required = { domainName: 'example.com', name: '_t.example.com', value: '_v.xyz.acm-validations.aws' };
  expect(validationChange(required, existing)).toBe(change);
});

import { licencesOf } from '../../scripts/licences';

const judge = (license: string | undefined, dev = false, older?: string) =>
  licencesOf(
    { '': {}, 'node_modules/a/node_modules/@b/c': { version: '1.2.3', ...(license && { license }), dev } },
    () => older,
  ).findings;

it.each(['MIT', 'Apache-2.0', '(MIT OR GPL-3.0-only)', 'MIT AND ISC'])('%s is allowed', (licence) => {
  expect(judge(licence)).toEqual([]);
});

it.each(['AGPL-3.0-only', 'GPL-3.0-or-later', 'LGPL-2.1', 'MIT AND GPL-2.0-only', 'UNLICENSED', 'SEE LICENSE IN x'])(
  '%s is refused, for development too',
  (licence) => {
    expect(judge(licence)).toEqual([`@b/c 1.2.3: ${licence}, and the functions are shipped with it`]);
    expect(judge(licence, true)).toEqual([`@b/c 1.2.3: ${licence}`]);
  },
);

it('CC-BY data is allowed in development, not in the package', () => {
  expect(judge('CC-BY-4.0', true)).toEqual([]);
  expect(judge('CC-BY-4.0')).toHaveLength(1);
});

it('rejects a package without a licence, but accepts the legacy field', () => {
  expect(judge(undefined)).toEqual(['@b/c 1.2.3: no licence, and the functions are shipped with it']);
  expect(judge(undefined, false, 'MIT')).toEqual([]);
});

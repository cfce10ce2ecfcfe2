import { retiredWordsIn } from '../../scripts/check-words';

it.each<[string, string, string, number[]]>([
  [
    'a name, in each spelling',
    'a.yml',
    'keep-certificate\nkeepCertificate\nKeepCertificateRole\nKeepCertificate',
    [1, 2, 3, 4],
  ],
  ['a phrase in any case', 'a.md', 'Fine.\nIt Is Told twice.', [2]],
  ['a phrase across a line break', 'a.md', 'A person is\ntold.', [1]],
  ['a phrase across the lines of a comment', 'a.ts', '/**\n * A person is\n * told.\n */', [2]],
  ['an identifier that a file declares', 'a.ts', 'const once = 1;\nfunction look() {}', [1, 2]],
  ['an identifier that a file imports', 'a.ts', "import { once } from './once';", [1]],
  ['no ordinary word of prose', 'a.ts', '// once more: look at the news\nemitter.once();', []],
  ['no ordinary word outside TypeScript', 'a.md', 'Have a look, once.', []],
])('finds %s', (_what, path, text, lines) => {
  expect(retiredWordsIn(path, text).map((finding) => Number(finding.split(':')[1]))).toEqual(
    expect.arrayContaining(lines),
  );
  if (lines.length === 0) expect(retiredWordsIn(path, text)).toEqual([]);
});

it('says what to write instead', () => {
  expect(retiredWordsIn('a.ts', 'const heldBy = 1;')).toEqual(['a.ts:1: "heldBy" is retired: lockedBy']);
});

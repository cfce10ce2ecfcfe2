import { readdirSync, readFileSync } from 'node:fs';
import { recordingsIn, withRecordings } from '../../scripts/recorded-blocks';

const blockOf = (output: string) =>
  `Text\n\n<!-- recorded: start -->\n\n\`\`\`\n${output}\n\`\`\`\n\n<!-- /recorded -->\n`;
const recorded = (output: string) => new Map([['start', output]]);

const BEFORE = `  0.4 s  ✔ CheckDomain  zone example.test (Z0Q45BIQXHXEW8WRPVTLD), valid until 2027-06-09
  1.0 s  ↻ RequestCertificate  again, after ThrottledError
  2.0 s  ✔ RequestCertificate  requested certificate 53892c3f-2954-4ba0-8c20-862dd2ed8da4`;
const SAME = `  1.4 s  ✔ CheckDomain  zone example.test (Z06RSYWILDGBMFE9130J0), valid until 2027-06-14
  2.3 s  ✔ RequestCertificate  requested certificate 438e41fb-e5c4-4000-8a18-36c13c0d263e`;

it('names the recordings that a document shows', () => {
  expect(recordingsIn(blockOf('x'))).toEqual(['start']);
});

it('replaces a block whose command prints something else', () => {
  expect(withRecordings(blockOf(BEFORE), recorded('something else\n'))).toBe(blockOf('something else'));
});

it('leaves a block that differs in ids, times and retries alone, unless it is forced', () => {
  expect(withRecordings(blockOf(BEFORE), recorded(SAME))).toBe(blockOf(BEFORE));
  expect(withRecordings(blockOf(BEFORE), recorded(SAME), true)).toBe(blockOf(SAME));
});

it('leaves a block that was not recorded alone', () => {
  expect(withRecordings(blockOf(BEFORE), new Map(), true)).toBe(blockOf(BEFORE));
});

const documents = ['README.md', ...readdirSync('docs').map((name) => `docs/${name}`)].filter((file) =>
  file.endsWith('.md'),
);

it.each(documents)('%s has a recording in each of its markers', (file) => {
  const text = readFileSync(file, 'utf8');
  const markers = [...text.matchAll(/<!-- recorded: (\S+) -->/g)].map(([, name]) => name);
  expect(recordingsIn(text)).toEqual(markers);
  expect(text).not.toMatch(/```\n\n```/);
});

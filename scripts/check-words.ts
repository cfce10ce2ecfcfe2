import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import * as ts from 'typescript';
import { RETIRED_IDENTIFIERS, RETIRED_NAMES, RETIRED_PHRASES, type Retired } from './retired-words';

/** The list itself and its test, the history of names, and files of other authors. */
const UNCHECKED =
  /^(scripts\/(retired|check)-words\.ts|tests\/unit\/check-words\.test\.ts|CHANGELOG\.md|package-lock\.json|LICENSE|.*\.png)$/;

/** Every use of a retired word in a file, one sentence each. */
export function retiredWordsIn(path: string, text: string): string[] {
  const prose = joinedLines(text);
  const lineAt = (index: number) => text.slice(0, index).split('\n').length;
  const found = (matches: Iterable<RegExpMatchArray>, { retired, instead, except = [] }: Retired) =>
    [...matches].flatMap(({ index = 0 }) => {
      const line = text.split('\n')[lineAt(index) - 1] ?? '';
      if (except.some((ordinary) => ordinary.test(line))) return [];
      return [`${path}:${lineAt(index)}: "${retired}" is retired: ${instead}`];
    });
  return [
    ...RETIRED_NAMES.flatMap((entry) => found(text.matchAll(wholeWord(entry.retired)), entry)),
    ...RETIRED_PHRASES.flatMap((entry) => found(prose.matchAll(phrase(entry.retired)), entry)),
    ...(path.endsWith('.ts')
      ? RETIRED_IDENTIFIERS.flatMap((entry) => found(declared(path, text, entry.retired), entry))
      : []),
  ];
}

/** A word alone; a compound as a part of longer names too: `KeptCertificates` in `dynamoDbKeptCertificates`. */
function wholeWord(word: string): RegExp {
  const isCompound = /[a-z][A-Z]|-/.test(word);
  const before = isCompound && /^[A-Z]/.test(word) ? '(?<![A-Z])' : '(?<![A-Za-z0-9_])';
  return new RegExp(`${before}${escaped(word)}${isCompound ? '(?![a-z])' : '(?![A-Za-z0-9_])'}`, 'g');
}
const phrase = (words: string) => new RegExp(`(?<![A-Za-z])${escaped(words).replaceAll(' ', ' +')}(?![A-Za-z])`, 'gi');
const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

/** The same text, in which the line breaks and marks of a comment are spaces: a phrase may be wrapped. */
const joinedLines = (text: string) => text.replace(/\n[ \t]*(?:\*|\/\/|#|>)?[ \t]*/g, (gap) => ' '.repeat(gap.length));

function* declared(path: string, text: string, name: string): Generator<RegExpMatchArray> {
  if (!text.includes(name)) return;
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const found: number[] = [];
  const visit = (node: ts.Node): void => {
    const isDeclared = 'name' in node && node.name && ts.isIdentifier(node.name as ts.Node);
    if (isDeclared && (node.name as ts.Identifier).text === name && !ts.isPropertyAccessExpression(node)) {
      found.push((node.name as ts.Identifier).getStart(source));
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  for (const index of found) yield Object.assign([name], { index }) as RegExpMatchArray;
}

if (require.main === module) {
  const paths = execFileSync('git', ['ls-files'], { encoding: 'utf8' }).split('\n').filter(Boolean);
  for (const path of paths.filter((each) => !UNCHECKED.test(each))) {
    for (const finding of retiredWordsIn(path, readFileSync(path, 'utf8'))) {
      console.error(finding);
      process.exitCode = 1;
    }
  }
}

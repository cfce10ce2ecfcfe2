import { AwsError } from '../aws-error';

/** A name or value that Route 53 cannot parse; the message has Route 53's format. */
export class FatalProblem extends Error {
  constructor(problem: string, explanation: string, text: string) {
    super(`FATAL problem: ${problem} (${explanation}) encountered with '${text}'`);
  }
}

const LONGEST_LABEL = 63;
/** In octets on the wire: a length before each label, and the root's zero at the end. */
const LONGEST_NAME = 255;

/**
 * Normalizes a domain name as Route 53 does: lower case, a trailing dot, and every character but a-z, 0-9, hyphen and
 * underscore as `\ooo` octal (DeveloperGuide, DomainNameFormat). Throws a FatalProblem.
 */
export function normalizeName(text: string): string {
  if (text === '') throw new FatalProblem('DomainNameEmpty', 'Domain name is empty', text);
  if (text === '.') return text;
  const labels = readLabels(text);
  if (labels.includes('')) throw new FatalProblem('DomainLabelEmpty', 'Domain label is empty', text);
  if (labels.some((label) => label.length > LONGEST_LABEL)) {
    throw new FatalProblem('DomainLabelTooLong', 'Domain label is too long', text);
  }
  if (labels.reduce((octets, label) => octets + label.length + 1, 1) > LONGEST_NAME) {
    throw new FatalProblem('DomainNameTooLong', 'Domain name is too long', text);
  }
  return nameOf(labels);
}

/** The normal form of a name whose labels are plain, one character per octet, as in a DNS packet. */
export function nameOf(labels: readonly string[]): string {
  return labels.map((label) => `${escapeLabel(label)}.`).join('') || '.';
}

function labelsOf(name: string): string[] {
  return name === '.' ? [] : readLabels(name);
}

/** A normal name as plain text without the trailing dot: `*.example.com`. */
export function plainName(name: string): string {
  return labelsOf(name).join('.');
}

/** The next name towards the root; the root is its own parent. */
export function parentOf(name: string): string {
  return name.slice(name.indexOf('.') + 1) || '.';
}

/** Whether a normal name is the other or below it, on a label boundary. */
export function isWithin(name: string, ancestor: string): boolean {
  return ancestor === '.' || name === ancestor || name.endsWith(`.${ancestor}`);
}

/** The name itself and its ancestors up to the root, longest first. */
export function withAncestors(name: string): string[] {
  return name === '.' ? [name] : [name, ...withAncestors(parentOf(name))];
}

/** Route 53's order of names: ASCII order of `com.example.www.`, trailing dot included (API_ListHostedZonesByName). */
export function compareNames(one: string, other: string): number {
  const [a, b] = [reversed(one), reversed(other)];
  return a < b ? -1 : a > b ? 1 : 0;
}

function reversed(name: string): string {
  return labelsOf(name)
    .reverse()
    .map((label) => `${label}.`)
    .join('');
}

function readLabels(text: string): string[] {
  const labels = [''];
  const append = (character: string) => labels.push(`${labels.pop() ?? ''}${character}`);
  for (const [token, octal, literal] of text.replace(/\.$/, '').matchAll(/\\([0-3][0-7]{2})|\\(.)|[^]/gu)) {
    if (token === '.') labels.push('');
    else if (octal) append(String.fromCharCode(parseInt(octal, 8)));
    else if (/[\x21-\x7e]/.test(literal ?? token)) append(literal ?? token);
    else throw new FatalProblem('UnsupportedCharacter', 'Value contains unsupported characters', text);
  }
  return labels;
}

function escapeLabel(label: string): string {
  return label
    .replace(/[A-Z]/g, (letter) => letter.toLowerCase())
    .replace(/[^a-z0-9_-]/g, (octet) => `\\${octet.charCodeAt(0).toString(8).padStart(3, '0')}`);
}

/** The normal form of a name in a request; throws the given code for one that cannot be parsed. */
export function requestedName(text: string, code = 'InvalidInput'): string {
  try {
    return normalizeName(text);
  } catch (error) {
    if (error instanceof FatalProblem) throw new AwsError(code, error.message);
    throw error;
  }
}

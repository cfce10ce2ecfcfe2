/** A package of the lock, as far as its licence is concerned. */
export interface LockedPackage {
  readonly version?: string;
  readonly license?: string;
  /** Whether it only leads to another package of the lock, as `node_modules` does to a workspace. */
  readonly link?: boolean;
  /** Whether only development needs it. */
  readonly dev?: boolean;
}

/** The licences, by SPDX identifier, that ask for no more than a notice. */
const PERMISSIVE = [
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
];
/** Those that stay on the developer's machine may also have: a licence for data, and Python's for its argument parser. */
const FOR_DEVELOPMENT = ['CC-BY-4.0', 'PSF-2.0', 'Python-2.0'];

/** What the lock's packages are licensed under. */
export interface Licences {
  /** How many packages have each licence, the most frequent first. */
  readonly counts: readonly (readonly [licence: string, packages: number])[];
  /** One line for each package whose licence is not among those that are allowed. */
  readonly findings: readonly string[];
}

/**
 * Judges the licence of every package of a lock, whatever platform it is for.
 *
 * @param older gives the licence of a package that states it as packages did before SPDX, which npm leaves out of the lock
 */
export function licencesOf(
  packages: Readonly<Record<string, LockedPackage>>,
  older: (path: string) => string | undefined,
): Licences {
  const counts = new Map<string, number>();
  const findings: string[] = [];
  for (const [path, { version = '', license, link, dev = false }] of Object.entries(packages)) {
    // The project itself.
    if (path === '' || link) continue;
    const licence = license ?? older(path) ?? 'no licence';
    counts.set(licence, (counts.get(licence) ?? 0) + 1);
    if (!isAllowed(licence, dev ? [...PERMISSIVE, ...FOR_DEVELOPMENT] : PERMISSIVE)) {
      const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
      findings.push(`${name} ${version}: ${licence}${dev ? '' : ', and the functions are shipped with it'}`);
    }
  }
  return { counts: [...counts].sort(([, one], [, other]) => other - one), findings };
}

/** An SPDX expression without WITH or nested parentheses: one of its alternatives is allowed in every part. */
function isAllowed(licence: string, allowed: readonly string[]): boolean {
  const alternatives = licence.replace(/^\((.*)\)$/, '$1').split(' OR ');
  return alternatives.some((alternative) => alternative.split(' AND ').every((part) => allowed.includes(part)));
}

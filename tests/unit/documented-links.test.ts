import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

const pages = readdirSync('docs').flatMap((name) => (name.endsWith('.md') ? [`docs/${name}`] : []));
const documents = [
  ...['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md'],
  ...pages,
  ...readdirSync('docs/decisions').map((name) => `docs/decisions/${name}`),
];

const linksIn = (file: string) =>
  [...readFileSync(file, 'utf8').matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^[a-z]+:/.test(target));
const pathOf = (file: string, target: string) => {
  const [path = '', anchor] = target.split('#');
  return { path: path === '' ? file : normalize(join(dirname(file), path)), anchor };
};
/** As GitHub and GitLab make them. */
const anchorsIn = (file: string) =>
  [...readFileSync(file, 'utf8').matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
  );

it.each(documents.flatMap((file) => linksIn(file).map((target) => [file, target] as const)))(
  '%s: the link %s leads somewhere',
  (file, target) => {
    const { path, anchor } = pathOf(file, target);
    expect(existsSync(path)).toBe(true);
    if (anchor !== undefined) expect(anchorsIn(path)).toContain(anchor);
  },
);

it.each(pages)('%s is one click away from the README', (page) => {
  expect(linksIn('README.md').map((target) => pathOf('README.md', target).path)).toContain(page);
});

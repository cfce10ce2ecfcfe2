import { spawn } from 'node:child_process';

/** The platform's own opener; Linux and the BSDs have freedesktop.org's. */
const OPENERS: Partial<Record<NodeJS.Platform, readonly [program: string, ...args: string[]]>> = {
  darwin: ['open'],
  // `start` is built into the shell, where `&` would end the command; its first quoted argument is a window title.
  win32: ['cmd', '/c', 'start', '""'],
};

/** An opener that still runs after this time has started the browser itself. */
const OPENER_MILLISECONDS = 3_000;

/** Opens a link in the browser. @returns why that failed; undefined when it did not */
export function openUrl(url: string, platform = process.platform): Promise<string | undefined> {
  const [program, ...args] = OPENERS[platform] ?? ['xdg-open'];
  const isWindows = platform === 'win32';
  const link = isWindows ? url.replaceAll('&', '^&') : url;
  return new Promise((resolve) => {
    const opener = spawn(program, [...args, link], {
      detached: true,
      stdio: 'ignore',
      windowsVerbatimArguments: isWindows,
    });
    opener.unref();
    const timer = setTimeout(() => resolve(undefined), OPENER_MILLISECONDS);
    const end = (problem: string | undefined) => {
      clearTimeout(timer);
      resolve(problem);
    };
    opener.once('error', ({ message }) => end(message));
    opener.once('exit', (status) => end(status === 0 ? undefined : `${program} ended with ${status ?? 'a signal'}`));
  });
}

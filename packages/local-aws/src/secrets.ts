/** The secrets that the cloud has issued, and the log lines that leak one. */
export interface Secrets {
  /** Records a secret and returns it. */
  issue(secret: string): string;
  readLog(line: string): void;
  /** The lines that contain a secret, with the secret truncated. */
  leaks(): readonly string[];
}

/** Every secret is base64 and at least this long: lines without such a run need not be searched. */
const RUN = /[A-Za-z0-9+/]{30,}/;
const SHOWN_CHARACTERS = 6;

/** A record without secrets. */
export function createSecrets(): Secrets {
  const issued = new Set<string>();
  const leaks: string[] = [];
  return {
    issue(secret) {
      if (!RUN.test(secret)) throw new Error('a secret of the local cloud is 30 characters of base64 at least');
      issued.add(secret);
      return secret;
    },
    readLog(line) {
      if (!RUN.test(line)) return;
      for (const secret of issued) {
        if (line.includes(secret)) leaks.push(line.replaceAll(secret, `${secret.slice(0, SHOWN_CHARACTERS)}…`));
      }
    },
    leaks: () => leaks,
  };
}

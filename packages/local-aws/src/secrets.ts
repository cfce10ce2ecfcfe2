/** The secrets that the cloud has handed out, and the log lines that give one away. */
export interface Secrets {
  /** Keeps a secret in mind, and gives it back. */
  issue(secret: string): string;
  readLog(line: string): void;
  /** The lines in which a secret stands, each with the secret cut to its beginning. */
  leaks(): readonly string[];
}

/** Every secret of the cloud is base64, and no shorter: a line without such a run is not searched for thousands of them. */
const RUN = /[A-Za-z0-9+/]{30,}/;
const SHOWN_CHARACTERS = 6;

/** No secret is known yet. */
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

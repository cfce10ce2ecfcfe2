import { spawn } from 'node:child_process';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..');

/** A command of the project in a process of its own, as a person runs it. */
export interface Command {
  /** All that it has written to both outputs so far. */
  output(): string;
  /** Resolves when the output matches; rejects when the command ends without. */
  says(pattern: RegExp): Promise<RegExpExecArray>;
  send(signal: NodeJS.Signals): void;
  readonly exitStatus: Promise<number | null>;
}

/** Runs `tsx local/<file>` with arguments; its output is no terminal, so that there are no colours. */
export const run = (file: string, ...args: string[]): Command => runFile(join('local', file), args, {});

/** Runs `tsx <file>` with arguments, and with environment variables beside those of the test. */
export function runFile(file: string, args: readonly string[], env: Readonly<Record<string, string>>): Command {
  const child = spawn(join(ROOT, 'node_modules', '.bin', 'tsx'), [file, ...args], {
    cwd: ROOT,
    env: { ...process.env, ...env },
  });
  let output = '';
  const listeners = new Set<() => void>();
  const hear = (chunk: Buffer) => {
    output += chunk.toString();
    listeners.forEach((listener) => listener());
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  const exitStatus = new Promise<number | null>((resolve) => child.on('close', resolve));
  return {
    output: () => output,
    says: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = pattern.exec(output);
          if (found) resolve(found);
        };
        listeners.add(look);
        look();
        void exitStatus.then(() => reject(new Error(`it ended without saying ${String(pattern)}:\n${output}`)));
      }),
    send: (signal) => void child.kill(signal),
    exitStatus,
  };
}

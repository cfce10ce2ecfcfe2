import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';

/** The checkout. */
export const ROOT = join(__dirname, '..', '..');

const TYPESCRIPT = join(ROOT, 'tests', 'run-typescript.cjs');

/** A command of the project in a process of its own, as a person runs it. */
export interface Command {
  /** All that it has written to both outputs so far. */
  output(): string;
  /** What it has written to the standard output alone. */
  answer(): string;
  /** Resolves when the output matches; rejects when the command ends without. */
  says(pattern: RegExp): Promise<RegExpExecArray>;
  type(text: string): void;
  send(signal: NodeJS.Signals): void;
  readonly exitStatus: Promise<number | null>;
}

/** Runs `demo/<file>` with arguments in a checkout; its output is no terminal, so that there are no colours. */
export const runIn = (checkout: string, file: string, ...args: string[]): Command =>
  runProgram(process.execPath, ['--require', TYPESCRIPT, join('demo', file), ...args], checkout);

/** Runs `demo/<file>` in this checkout. */
export const run = (file: string, ...args: string[]): Command => runIn(ROOT, file, ...args);

/** What a test that failed has left waiting: its pipes would keep jest from ever ending. */
const running = new Set<ChildProcess>();
afterAll(() => running.forEach((child) => child.kill()));

/** Runs a program in a folder. */
export function runProgram(program: string, args: readonly string[], cwd: string, env = process.env): Command {
  const child = spawn(program, args, { cwd, env });
  running.add(child);
  let output = '';
  let answer = '';
  const listeners = new Set<() => void>();
  const hear = (chunk: Buffer) => {
    output += chunk.toString();
    listeners.forEach((listener) => listener());
  };
  child.stdout.on('data', (chunk: Buffer) => {
    answer += chunk.toString();
    hear(chunk);
  });
  child.stderr.on('data', hear);
  const exitStatus = new Promise<number | null>((resolve) =>
    child.on('close', (status) => {
      running.delete(child);
      resolve(status);
    }),
  );
  return {
    output: () => output,
    answer: () => answer,
    says: (pattern) =>
      new Promise((resolve, reject) => {
        const check = () => {
          const found = pattern.exec(output);
          if (found) resolve(found);
        };
        listeners.add(check);
        check();
        void exitStatus.then(() => reject(new Error(`it ended without saying ${String(pattern)}:\n${output}`)));
      }),
    type: (text) => void child.stdin.write(text),
    send: (signal) => void child.kill(signal),
    exitStatus,
  };
}

/** What runs a shell command in a pseudo-terminal; undefined where nothing that does is installed. */
function terminalProgram(): ((command: string) => readonly [string, readonly string[]]) | undefined {
  // BSD's program of the same name takes other arguments.
  const script = spawnSync('script', ['--version']);
  if (!script.error && script.stdout.toString().includes('util-linux'))
    return (command) => ['script', ['-qefc', command, '/dev/null']];
  if (spawnSync('python3', ['--version']).status !== 0) return undefined;
  const python = 'import os,pty,sys; sys.exit(os.waitstatus_to_exitcode(pty.spawn(["sh","-c",sys.argv[1]])))';
  return (command) => ['python3', ['-c', python, command]];
}

const inTerminal = terminalProgram();

/** A test at a real pseudo-terminal, skipped with the reason where there is none. */
export const itAtTerminal = inTerminal
  ? it
  : (title: string) => {
      it.skip(`${title} (neither util-linux's script nor python3 is installed)`, () => undefined);
    };

/** Runs a shell command as a person at a terminal does. */
export function runAtTerminal(command: string, cwd: string, env = process.env): Command {
  if (!inTerminal) throw new Error('there is no pseudo-terminal here');
  const [program, args] = inTerminal(command);
  return runProgram(program, args, cwd, { ...env, TERM: 'xterm' });
}

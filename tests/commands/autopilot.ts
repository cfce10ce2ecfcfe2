import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CloudOptions } from 'local-aws/cloud';
import { runService, type RunningService } from '../e2e/running-service';
import { ROOT, runAtTerminal, runProgram, type Command } from './command';
import { runHere, type Ended } from './in-this-process';

/** The command line's entry for processes of their own, and the one that npx runs, which takes twice as long to start. */
export const ENTRY = join(ROOT, 'tests', 'commands', 'run-cli.cjs');
const BIN = join(ROOT, 'cli', 'acm-autopilot.mjs');

const SECOND = 1_000;

/** Nothing of the machine's own AWS configuration, and no wish for colours. */
const ENVIRONMENT = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^(AWS_|FORCE_COLOR|NO_COLOR|NODE_DISABLE_COLORS|CI$)/.test(name)),
);

type Row = Readonly<Record<string, string>>;
/** The parts that the commands' documents have; each command has some of them. */
interface Document extends Readonly<
  Record<
    'attempts' | 'certificates' | 'changes' | 'checks' | 'deadLetters' | 'diagnoses' | 'executions' | 'lines',
    readonly Row[]
  >
> {
  readonly eventId: string;
  readonly url: string;
  readonly expiresAt: string;
  readonly writtenAt: string;
}

/** The command line beside a running local cloud, in a folder of its own. */
export interface Autopilot extends RunningService {
  readonly folder: string;
  /** Begins a command with `--local`, in a process of its own; what it waits for comes soon. */
  begin(...args: string[]): Command;
  /** Runs one to its end like that, but in this process. */
  type(...args: string[]): Promise<Ended>;
  /** Runs one with `--json` in this process, and reads its one document. */
  json(...args: string[]): Promise<{ readonly status: number; readonly document: Document }>;
  /** Begins one at a pseudo-terminal. */
  atTerminal(...args: string[]): Command;
}

/** A local cloud that runs beside that of the checkout, if there is one. */
const environmentOf = (folder: string) => ({
  ...ENVIRONMENT,
  AUTOPILOT_LOCAL: join(folder, '.local', 'endpoint.json'),
});

/** Runs `autopilot` in a folder, which knows of a local cloud or does not. */
export const autopilotIn = (folder: string, ...args: string[]): Command =>
  runProgram(process.execPath, [ENTRY, ...args], folder, environmentOf(folder));

/** Runs `autopilot` like that, to its end and in this process. */
export const autopilotHere = (folder: string, ...args: string[]): Promise<Ended> =>
  runHere(folder, environmentOf(folder), args);

/** Runs `autopilot` in a folder outside of the checkout, with the checkout's own local cloud. */
export const autopilotFrom = (folder: string, ...args: string[]): Command =>
  runProgram(process.execPath, [BIN, ...args], folder, ENVIRONMENT);

/** Starts a local cloud with the service, which `--local` finds as it finds that of `npm run local`. */
export async function startAutopilot(
  options: CloudOptions = {},
  parameters: Readonly<Record<string, string>> = {},
): Promise<Autopilot> {
  const service = await runService(options, parameters);
  const { endpoint, region, dnsPort } = service.cloud;
  const folder = mkdtempSync(join(tmpdir(), 'autopilot-'));
  mkdirSync(join(folder, '.local'));
  const found = { endpoint, region, dnsPort, httpsPort: service.seed.httpsPort };
  writeFileSync(join(folder, '.local', 'endpoint.json'), JSON.stringify(found));

  /** Passes the time that a command waits for: the cloud's timers of issuance, propagation, a poll of the queue. */
  const passTime = <T>(args: readonly string[], ended: Promise<T>): Promise<T> => {
    if (args[0] !== 'redrive' && (args[0] === 'sweep' || !args.includes('--wait'))) return ended;
    const passing = setInterval(() => void service.cloud.clock.advance(2 * SECOND), SECOND / 5);
    return ended.finally(() => clearInterval(passing));
  };
  const type = (...args: string[]) => passTime(args, autopilotHere(folder, ...args, '--local'));
  return {
    ...service,
    folder,
    begin(...args) {
      const command = autopilotIn(folder, ...args, '--local');
      void passTime(args, command.exitStatus);
      return command;
    },
    type,
    async json(...args) {
      const { status, answer } = await type(...args, '--json');
      return { status, document: JSON.parse(answer) as Document };
    },
    atTerminal: (...args) =>
      runAtTerminal(
        [process.execPath, ENTRY, ...args, '--local'].map((word) => `'${word}'`).join(' '),
        folder,
        environmentOf(folder),
      ),
    async close() {
      rmSync(folder, { recursive: true, force: true });
      await service.close();
    },
  };
}

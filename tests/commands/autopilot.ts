import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CloudOptions } from 'local-aws/cloud';
import { runService, type RunningService } from '../e2e/running-service';
import { ROOT, runAtTerminal, runProgram, type Command } from './command';

/** The command line's entry. */
export const BIN = join(ROOT, 'cli', 'acm-autopilot.mjs');

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
  /** Begins a command with `--local`. */
  begin(...args: string[]): Command;
  /** Runs one to its end. */
  type(...args: string[]): Promise<{ readonly status: number | null; readonly output: string }>;
  /** Runs one with `--json`, and reads its one document. */
  json(...args: string[]): Promise<{ readonly status: number | null; readonly document: Document }>;
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
  runProgram(process.execPath, [BIN, ...args], folder, environmentOf(folder));

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

  const begin = (...args: string[]) => autopilotIn(folder, ...args, '--local');
  return {
    ...service,
    folder,
    begin,
    async type(...args) {
      const command = begin(...args);
      return { status: await command.exitStatus, output: command.output() };
    },
    async json(...args) {
      const command = begin(...args, '--json');
      const status = await command.exitStatus;
      return { status, document: JSON.parse(command.answer()) as Document };
    },
    atTerminal: (...args) =>
      runAtTerminal(
        [process.execPath, BIN, ...args, '--local'].map((word) => `'${word}'`).join(' '),
        folder,
        environmentOf(folder),
      ),
    async close() {
      rmSync(folder, { recursive: true, force: true });
      await service.close();
    },
  };
}

/*
 * `npx autopilot`: the command line of a deployment. Each command is a file in commands/, loaded when it is asked for.
 */
import { quietSdk } from '../terminal/quiet-sdk';
import type { Command } from './command';
import { tellFailure } from './failure';
import { UsageError } from './problem';
import { quoted } from './quoted';

interface Entry {
  readonly summary: string;
  load(): Promise<Command>;
}

const COMMANDS: Readonly<Record<string, Entry>> = {
  check: {
    summary: 'what a request would create and change, and whether it can succeed; writes nothing',
    load: async () => (await import('./commands/check')).check,
  },
  request: {
    summary: 'ask for HTTPS for a domain, and follow it to its end',
    load: async () => (await import('./commands/request')).request,
  },
  status: {
    summary: 'everything that is known of a domain or a certificate',
    load: async () => (await import('./commands/status')).status,
  },
  list: {
    summary: 'the certificates of the Region with their verdicts',
    load: async () => (await import('./commands/list')).list,
  },
  remove: {
    summary: "end a domain's HTTPS",
    load: async () => (await import('./commands/remove')).remove,
  },
  sweep: {
    summary: 'have every certificate looked at now',
    load: async () => (await import('./commands/sweep')).sweep,
  },
  bulk: {
    summary: 'ask for every domain of a CSV or JSON Lines file',
    load: async () => (await import('./commands/bulk')).bulk,
  },
  page: {
    summary: 'a link to the inventory page, for an hour',
    load: async () => (await import('./commands/page')).page,
  },
  redrive: {
    summary: 'dead letters and failed executions; --yes has them done again',
    load: async () => (await import('./commands/redrive')).redrive,
  },
  doctor: {
    summary: 'is this deployment healthy?',
    load: async () => (await import('./commands/doctor')).doctor,
  },
};

const USAGE = `npx autopilot <command> [options]

${Object.entries(COMMANDS)
  .map(([name, { summary }]) => `  ${name.padEnd(8)}  ${summary}`)
  .join('\n')}

Options of every command:

  --stage NAME    the deployment's stage; dev by default
  --region NAME   its Region; by default that of your AWS configuration
  --profile NAME  the profile of your AWS configuration to use
  --local         the local cloud that \`npm run local\` keeps up
  --json          one JSON document instead of text, for scripts
  --help          what a command takes, with an example

Exit status: 0 done, 1 the answer is no or something failed, 2 wrong usage, 130 Ctrl-C.
`;

async function main([name, ...args]: readonly string[]): Promise<number> {
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    console.log(USAGE);
    return name === undefined ? 2 : 0;
  }
  const entry = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!entry) return tellFailure(noCommand(name, args), 'npx autopilot --help', [name, ...args]);
  const command = await entry.load();
  if (args.includes('--help') || args.includes('-h')) {
    console.log(command.usage);
    return 0;
  }
  try {
    return await command.run(args);
  } catch (error) {
    return tellFailure(error, `npx autopilot ${name} --help`, args);
  }
}

function noCommand(name: string, args: readonly string[]): UsageError {
  if (!name.startsWith('-')) return new UsageError(`There is no command ${name}.`);
  const command = args.find((word) => Object.hasOwn(COMMANDS, word));
  const others = [name, ...args].filter((word) => word !== command).map(quoted);
  return new UsageError(`The command comes first: ${['npx autopilot', command ?? '<command>', ...others].join(' ')}`);
}

quietSdk();
void main(process.argv.slice(2)).then((status) => {
  process.exitCode = status;
});

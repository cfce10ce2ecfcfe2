/*
 * `npx acm-autopilot`: the command line of a deployment. Each command is a file in commands/, loaded when it is run.
 */
import { version } from '../package.json';
import { coloured, quietSdk } from '../terminal/console';
import { quoted } from './args/arguments';
import type { Command } from './command';
import { CommandError, explain, UsageError } from './errors';

interface Entry {
  readonly summary: string;
  load(): Promise<Command>;
}

const COMMANDS: Readonly<Record<string, Entry>> = {
  check: {
    summary: 'show what a request would create and change, and whether it can succeed; writes nothing',
    load: async () => (await import('./commands/check')).check,
  },
  request: {
    summary: 'request HTTPS for a domain; --wait follows it to the end',
    load: async () => (await import('./commands/request')).request,
  },
  status: {
    summary: 'show everything known about a domain or a certificate',
    load: async () => (await import('./commands/status')).status,
  },
  list: {
    summary: "list the Region's certificates with their verdicts",
    load: async () => (await import('./commands/list')).list,
  },
  remove: {
    summary: "remove a domain's HTTPS",
    load: async () => (await import('./commands/remove')).remove,
  },
  rollback: {
    summary: 'restore the records that a request with --replace-records has replaced',
    load: async () => (await import('./commands/rollback')).rollback,
  },
  sweep: {
    summary: 'check every certificate now',
    load: async () => (await import('./commands/sweep')).sweep,
  },
  bulk: {
    summary: 'request every domain in a CSV or JSON Lines file',
    load: async () => (await import('./commands/bulk')).bulk,
  },
  page: {
    summary: 'print a temporary link to the inventory page',
    load: async () => (await import('./commands/page')).page,
  },
  redrive: {
    summary: 'list dead letters and failed executions; --yes replays them',
    load: async () => (await import('./commands/redrive')).redrive,
  },
  doctor: {
    summary: 'check that this deployment is healthy',
    load: async () => (await import('./commands/doctor')).doctor,
  },
};

const USAGE = `npx acm-autopilot <command> [options]

${Object.entries(COMMANDS)
  .map(([name, { summary }]) => `  ${name.padEnd(8)}  ${summary}`)
  .join('\n')}

Options for every command:

  --stage NAME    the deployment's stage (default: dev)
  --region NAME   its Region (default: the one in your AWS configuration)
  --profile NAME  the AWS configuration profile to use
  --local         use the local cloud that \`npm run local\` keeps running
  --json          print one JSON document instead of text, for scripts
  --help          show a command's options, with an example

npx acm-autopilot --version prints the version. The command is also installed as autopilot.

Exit status: 0 success, 1 the answer is no or something failed, 2 wrong usage, 130 Ctrl-C.
`;

const HELP: ReadonlySet<string> = new Set(['help', '--help', '-h']);

/**
 * Runs what was typed after the program's name.
 *
 * @returns the exit status
 */
export async function main([name, ...args]: readonly string[]): Promise<number> {
  quietSdk();
  if (name === '--version') {
    console.log(version);
    return 0;
  }
  if (name === undefined || HELP.has(name)) {
    const [topic] = args;
    if (topic !== undefined && !topic.startsWith('-')) return main([topic, '--help']);
    console.log(USAGE);
    return name === undefined ? 2 : 0;
  }
  const entry = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!entry) return reportError(noCommand(name, args), 'npx acm-autopilot --help', [name, ...args]);
  const command = await entry.load();
  if (args.includes('--help') || args.includes('-h')) {
    console.log(command.usage);
    return 0;
  }
  try {
    return await command.run(args);
  } catch (error) {
    return reportError(error, `npx acm-autopilot ${name} --help`, args);
  }
}

function noCommand(name: string, args: readonly string[]): UsageError {
  if (!name.startsWith('-')) return new UsageError(`There is no command ${name}.`);
  const command = args.find((word) => Object.hasOwn(COMMANDS, word));
  const others = [name, ...args].filter((word) => word !== command).map(quoted);
  return new UsageError(
    `The command comes first: ${['npx acm-autopilot', command ?? '<command>', ...others].join(' ')}`,
  );
}

/** @returns the exit status */
function reportError(error: unknown, help: string, args: readonly string[]): number {
  const isJson = args.includes('--json');
  if (error instanceof UsageError) {
    const { name, message } = error;
    if (isJson) console.log(JSON.stringify({ error: name, message }, null, 2));
    else console.error(`${message}\n\nSee ${help}`);
    return 2;
  }
  const { name, message, advice } = explain(error);
  if (isJson) console.log(JSON.stringify({ error: name, message, advice }, null, 2));
  else {
    const title = error instanceof CommandError ? '' : `${coloured('red', name)}: `;
    console.error(`${title}${message}\n\nWhat to do: ${advice}`);
  }
  return 1;
}

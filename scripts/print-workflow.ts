import { format } from 'prettier';
import { workflows } from '../workflows/workflows';

/** Prints a workflow in the Amazon States Language, for Workflow Studio or to compare it. */
async function main(): Promise<void> {
  const names = Object.keys(workflows);
  const [name = '', ...rest] = process.argv.slice(2);
  const machine = new Map(Object.entries(workflows)).get(name);
  if (!machine || rest.length > 0) {
    console.error(
      `Usage: npm run --silent asl -- <workflow>\nPrints it in the Amazon States Language: ${names.join(', ')}`,
    );
    process.exitCode = 2;
    return;
  }
  process.stdout.write(await format(JSON.stringify(machine, null, 2), { parser: 'json', printWidth: 120 }));
}

void main();

import { z } from 'zod';

const template = z.object({
  Resources: z.record(z.string(), z.object({ Type: z.string(), Properties: z.looseObject({}).optional() })),
});

/** The resources that make Lambda run a function. */
const CALLERS: ReadonlySet<string> = new Set([
  'AWS::StepFunctions::StateMachine',
  'AWS::Events::Rule',
  'AWS::Scheduler::Schedule',
  'AWS::Lambda::EventSourceMapping',
  'AWS::SNS::Subscription',
]);

/**
 * What is wrong between the files in functions/ (their names without extension) and a compiled template: files that are
 * not deployed, and functions that are deployed but that no workflow, rule or queue ever calls. One sentence each.
 */
export function idleFunctions(compiled: unknown, files: readonly string[]): string[] {
  const resources = Object.entries(template.parse(compiled).Resources);
  const functions = resources.filter(([, { Type }]) => Type === 'AWS::Lambda::Function');
  const deployed = functions.map(([, { Properties }]) => String(Properties?.['Handler']));
  const calls = JSON.stringify(resources.filter(([, { Type }]) => CALLERS.has(Type)));
  return [
    ...files
      .filter((file) => !deployed.includes(`functions/${file}.handler`))
      .map((file) => `functions/${file}.ts is not declared in infrastructure/functions.ts`),
    ...functions
      .filter(([logicalId]) => !calls.includes(`"${logicalId}"`))
      .map(([, { Properties }]) => `${String(Properties?.['Handler'])} is deployed, but nothing calls it`),
  ];
}

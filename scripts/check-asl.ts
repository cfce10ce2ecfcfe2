import validate from 'asl-validator';
import { unsupportedFeatures } from 'local-aws/stepfunctions/unsupported-features';
import { workflows } from '../workflows/workflows';
import { aslFindings } from './asl-rules';

for (const [name, machine] of Object.entries(workflows)) {
  const syntax = validate(structuredClone(machine));
  const findings = [
    ...(syntax.isValid ? [] : [syntax.errorsText('\n')]),
    ...aslFindings(machine),
    // What the local cloud would run otherwise than AWS is not tested, however green the tests are.
    ...unsupportedFeatures(machine).map((feature) => `${feature} (the local cloud does not run this as AWS does)`),
  ];
  for (const finding of findings) {
    console.error(`${name}: ${finding}`);
    process.exitCode = 1;
  }
}

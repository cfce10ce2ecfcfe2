import { RegoEngine, TemplateFile } from '@aws/cloudformation-validate';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { idleFunctions } from './idle-functions';
import { packageService } from './package-service';

const templatePath = join(packageService(), 'cloudformation-template-update-stack.json');

// Warnings fail too: a value outside an enumeration (a runtime, a log retention) is no more than that to the engine.
const report = new RegoEngine().validateStandard(new TemplateFile(templatePath), {
  severityLevel: 'WARN',
  pseudoParameterOverrides: { region: 'eu-west-1' },
  exclude: {
    // Serverless writes a DependsOn beside the reference that implies it.
    ids: ['W3005'],
    // Serverless keeps old function versions when a stack replaces them, by DeletionPolicy alone.
    resourceTypes: [{ ruleId: 'W3011', resourceType: 'AWS::Lambda::Version' }],
  },
});

const functions = readdirSync('functions', { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.replace(/\.ts$/, ''));
const findings = [
  ...report.diagnostics.map(
    ({ ruleId, entity, propertyPath, message, suggestedFix }) =>
      `${ruleId} ${entity?.logicalId ?? 'template'} ${propertyPath ?? ''}: ${message}${suggestedFix ? ` (${suggestedFix})` : ''}`,
  ),
  ...idleFunctions(JSON.parse(readFileSync(templatePath, 'utf8')), functions),
];

for (const finding of findings) console.error(finding);
process.exitCode = findings.length > 0 ? 1 : 0;

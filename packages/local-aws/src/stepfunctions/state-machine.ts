import type { CreateStateMachineInput, DescribeStateMachineOutput } from '@aws-sdk/client-sfn';
import type { Ajv } from 'ajv';
import type { AnyValidateFunction } from 'ajv/dist/core';
import validateAsl from 'asl-validator';
import { createRequire } from 'node:module';
import { AwsError } from '../aws-error';
import type { AslMachine } from './asl';
import { unsupportedFeatures } from './unsupported-features';

/** A state machine. Executions keep the one that they began with: an update puts another in its place. */
export interface StateMachine {
  readonly arn: string;
  readonly name: string;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly revisionId: string;
  readonly definition: string;
  readonly machine: AslMachine;
  readonly roleArn: string;
  readonly description: string | undefined;
  readonly loggingConfiguration: CreateStateMachineInput['loggingConfiguration'];
  readonly tracingConfiguration: CreateStateMachineInput['tracingConfiguration'];
}

const LARGEST_DEFINITION = 1_048_576;

compileSchemasOnce();

/** Reads a definition, or answers InvalidDefinition, also for what the local cloud would not run as AWS does. */
export function parseDefinition(definition: string): AslMachine {
  if (definition.length > LARGEST_DEFINITION) throw invalid('SCHEMA_VALIDATION_FAILED: The definition is too long.');
  const parsed = parseJson(definition);
  const problems = schemaProblems(definition);
  if (problems !== '') throw invalid(`SCHEMA_VALIDATION_FAILED: ${problems}`);
  const unsupported = unsupportedFeatures(parsed);
  if (unsupported.length > 0) throw invalid(`The local cloud does not run this definition: ${unsupported.join('; ')}`);
  // The validator has seen that it is one.
  return parsed as AslMachine;
}

/** What DescribeStateMachine answers, but for the fields that its variants add. */
export function describeStateMachine(machine: StateMachine): DescribeStateMachineOutput {
  return {
    stateMachineArn: machine.arn,
    name: machine.name,
    status: 'ACTIVE',
    definition: machine.definition,
    roleArn: machine.roleArn,
    type: 'STANDARD',
    creationDate: new Date(machine.createdAt),
    description: machine.description,
    revisionId: machine.revisionId,
    loggingConfiguration: machine.loggingConfiguration ?? { level: 'OFF', includeExecutionData: false },
    tracingConfiguration: machine.tracingConfiguration ?? { enabled: false },
    encryptionConfiguration: { type: 'AWS_OWNED_KEY' },
  };
}

/** By definition: clouds that follow one another in a process are given the same ones. */
const validated = new Map<string, string>();

function schemaProblems(definition: string): string {
  const known = validated.get(definition);
  if (known !== undefined) return known;
  // The validator writes to what it is given.
  const verdict = validateAsl(parseJson(definition));
  const problems = verdict.isValid ? '' : verdict.errorsText('; ');
  validated.set(definition, problems);
  return problems;
}

/** The validator has Ajv compile the same schemas for each definition, which takes longer than all the rest of a deployment. */
function compileSchemasOnce(): void {
  const { prototype } = createRequire(require.resolve('asl-validator'))('ajv') as typeof Ajv;
  const compile = prototype.getSchema;
  const compiled = new Map<string, AnyValidateFunction | undefined>();
  prototype.getSchema = function (id) {
    if (!id.startsWith('http://asl-validator.cloud/')) return compile.call(this, id);
    const schema = compiled.get(id) ?? compile.call(this, id);
    compiled.set(id, schema);
    return schema;
  };
}

function parseJson(definition: string): object {
  try {
    const parsed: unknown = JSON.parse(definition);
    if (typeof parsed === 'object' && parsed !== null) return parsed;
  } catch {
    // Refused below, as every other text that is no JSON object.
  }
  throw invalid('INVALID_JSON_DESCRIPTION: The definition is no JSON object.');
}

function invalid(reason: string): AwsError {
  return new AwsError('InvalidDefinition', `Invalid State Machine Definition: '${reason}'`);
}

// The state machines, and the role with which each invokes its own steps. Both are read off the workflow, whose tasks
// name their function as ${CheckDomain}: a new state needs nothing here.
const { readdirSync, readFileSync } = require('node:fs');
const { join } = require('node:path');

const FOLDER = join(__dirname, '..', 'workflows');
const pascalCase = (kebab) => kebab.replace(/(?:^|-)(\w)/g, (_, letter) => letter.toUpperCase());
const arnOf = (step) => ({ 'Fn::GetAtt': [`${step}LambdaFunction`, 'Arn'] });

function resourcesOf(workflow) {
  const definition = readFileSync(join(FOLDER, `${workflow}.asl.json`), 'utf8');
  const steps = [...new Set([...definition.matchAll(/"\$\{(\w+)\}"/g)].map(([, step]) => step))];
  const machine = pascalCase(workflow);
  return {
    [machine]: {
      Type: 'AWS::StepFunctions::StateMachine',
      Properties: {
        StateMachineName: `\${self:service}-\${sls:stage}-${workflow}`,
        StateMachineType: 'STANDARD',
        RoleArn: { 'Fn::GetAtt': [`${machine}Role`, 'Arn'] },
        Definition: `\${file(workflows/${workflow}.asl.json)}`,
        DefinitionSubstitutions: Object.fromEntries(steps.map((step) => [step, arnOf(step)])),
        TracingConfiguration: { Enabled: true },
      },
    },
    [`${machine}Role`]: {
      Type: 'AWS::IAM::Role',
      Properties: {
        AssumeRolePolicyDocument: {
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Principal: { Service: 'states.amazonaws.com' }, Action: 'sts:AssumeRole' }],
        },
        Policies: [
          {
            PolicyName: workflow,
            PolicyDocument: {
              Version: '2012-10-17',
              Statement: [
                {
                  Sid: 'Traces',
                  Effect: 'Allow',
                  Action: [
                    'xray:PutTraceSegments',
                    'xray:PutTelemetryRecords',
                    'xray:GetSamplingRules',
                    'xray:GetSamplingTargets',
                  ],
                  Resource: '*',
                },
                { Sid: 'InvokeSteps', Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: steps.map(arnOf) },
              ],
            },
          },
        ],
      },
    },
  };
}

const workflows = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.asl.json'))
  .map((file) => file.replace(/\.asl\.json$/, ''));

module.exports = { Resources: Object.assign({}, ...workflows.map(resourcesOf)) };

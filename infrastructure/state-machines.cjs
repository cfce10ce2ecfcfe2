// The state machines, as workflows/ expands to them, and the role with which each invokes its own steps: a new state needs
// nothing here. Tasks name their function as ${CheckDomain}, which CloudFormation substitutes.
require('tsx/cjs/api').register();
const { workflows } = require('../workflows/workflows.ts');

const pascalCase = (kebab) => kebab.replace(/(?:^|-)(\w)/g, (_, letter) => letter.toUpperCase());
const arnOf = (step) => ({ 'Fn::GetAtt': [`${step}LambdaFunction`, 'Arn'] });

function resourcesOf([workflow, definition]) {
  const steps = [...new Set([...JSON.stringify(definition).matchAll(/"\$\{(\w+)\}"/g)].map(([, step]) => step))];
  const machine = pascalCase(workflow);
  return {
    [machine]: {
      Type: 'AWS::StepFunctions::StateMachine',
      Properties: {
        StateMachineName: `\${self:service}-\${sls:stage}-${workflow}`,
        StateMachineType: 'STANDARD',
        RoleArn: { 'Fn::GetAtt': [`${machine}Role`, 'Arn'] },
        Definition: definition,
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

module.exports = { Resources: Object.assign({}, ...Object.entries(workflows).map(resourcesOf)) };

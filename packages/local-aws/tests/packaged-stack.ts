import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * A folder as `serverless package` leaves it: an event bus, a rule on it, a role and what else is given, with parameters and an
 * output.
 */
export function packagedStack(service: string, resources: object = {}): string {
  const name = `${service}-dev`;
  const template = {
    Parameters: {
      Teams: { Type: 'CommaDelimitedList' },
      Sources: { Type: 'CommaDelimitedList', Default: '' },
      Retries: { Type: 'Number', Default: 10 },
    },
    Resources: {
      Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: name } },
      OrderPlacedRule: {
        Type: 'AWS::Events::Rule',
        Properties: {
          Name: `${name}-order-placed`,
          EventBusName: { Ref: 'Bus' },
          EventPattern: { 'detail-type': ['Order Placed'] },
        },
      },
      ReaderRole: {
        Type: 'AWS::IAM::Role',
        Properties: {
          AssumeRolePolicyDocument: {
            Version: '2012-10-17',
            Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
          },
        },
      },
      ...resources,
    },
    Outputs: { BusName: { Value: { Ref: 'Bus' } } },
  };
  const folder = mkdtempSync(join(tmpdir(), 'packaged-'));
  const write = (file: string, content: object) => writeFileSync(join(folder, file), JSON.stringify(content));
  write('serverless-state.json', { service: { service, provider: { stage: 'dev' } } });
  write('cloudformation-template-update-stack.json', template);
  return folder;
}

import { idleFunctions } from '../../scripts/idle-functions';

const lambda = { Type: 'AWS::Lambda::Function', Properties: { Handler: 'functions/secure/check-domain.handler' } };
const machine = {
  Type: 'AWS::StepFunctions::StateMachine',
  Properties: { DefinitionSubstitutions: { CheckDomainArn: { 'Fn::GetAtt': ['CheckDomain', 'Arn'] } } },
};
const rule = {
  Type: 'AWS::Events::Rule',
  Properties: { Targets: [{ Id: 'one', Arn: { 'Fn::GetAtt': ['CheckDomain', 'Arn'] } }] },
};
const logs = { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: { Ref: 'CheckDomain' } } };

describe('a packaged function', () => {
  it.each<[string, object]>([
    ['a workflow', machine],
    ['a rule', rule],
  ])('is in use when %s calls it', (_caller, caller) => {
    const template = { Resources: { CheckDomain: lambda, Caller: caller } };
    expect(idleFunctions(template, ['secure/check-domain'])).toEqual([]);
  });

  it('is idle when nothing calls it, despite other references', () => {
    const template = { Resources: { CheckDomain: lambda, Logs: logs } };
    expect(idleFunctions(template, ['secure/check-domain'])).toEqual([
      'functions/secure/check-domain.handler is deployed, but nothing calls it',
    ]);
  });

  it('is missed when it is not declared', () => {
    expect(idleFunctions({ Resources: {} }, ['secure/check-domain'])).toEqual([
      'functions/secure/check-domain.ts is not declared in infrastructure/functions.ts',
    ]);
  });
});

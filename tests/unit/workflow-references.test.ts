import { danglingReferences, functionsCalled } from '../../scripts/workflow-references';

const known = { functions: ['check-domain'], errors: ['ZoneNotFoundError'] };
const step = (functionName: string, errorEquals: string[] = ['States.ALL']) => ({
  States: {
    ask: {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke',
      Parameters: { FunctionName: functionName, 'Payload.$': '$' },
      Catch: [{ ErrorEquals: errorEquals, Next: 'tell' }],
    },
  },
});

describe('a workflow', () => {
  it('calls functions/secure/check-domain.ts by ${CheckDomain}', () => {
    expect(functionsCalled(step('${CheckDomain}'))).toEqual(new Map([['ask', 'check-domain']]));
  });

  it.each<[string, object, RegExp]>([
    ['a function without a file', step('${CheckZone}'), /ask calls functions\/check-zone\.ts/],
    ['a function by its ARN', step('arn:aws:lambda:eu-west-1:111122223333:function:check-domain'), /ask calls/],
    ['an error that nobody throws', step('${CheckDomain}', ['ZoneNotFound']), /ask matches ZoneNotFound/],
  ])('dangles when it names %s', (_fault, definition, finding) => {
    expect(danglingReferences(definition, known)).toEqual([expect.stringMatching(finding)]);
  });

  it.each(['ZoneNotFoundError', 'States.Timeout', 'Lambda.ServiceException', 'Sandbox.Timedout'])(
    'may match %s',
    (error) => {
      expect(danglingReferences(step('${CheckDomain}', [error]), known)).toEqual([]);
    },
  );
});

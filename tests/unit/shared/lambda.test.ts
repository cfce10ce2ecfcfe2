import * as z from 'zod';
import { ServiceUnavailableError, StateDocumentError, ThrottledError } from '../../../shared/errors';
import { lambda, logger } from '../../../shared/lambda';
import { lambdaContext } from '../../builders/lambda-context';

logger.setLogLevel('SILENT');
const step = { input: z.object({ count: z.int() }), output: z.object({ doubled: z.int() }) };

it('returns the document with the output of the step', async () => {
  const handler = lambda(step, () => async ({ count }) => ({ doubled: count * 2 }));
  expect(await handler({ count: 2, other: 'kept' }, lambdaContext)).toEqual({ count: 2, other: 'kept', doubled: 4 });
});

it('builds its dependencies once, on the first invocation', async () => {
  let built = 0;
  const handler = lambda(step, () => {
    built += 1;
    return async () => ({ doubled: 0 });
  });
  expect(built).toBe(0);
  await handler({ count: 1 }, lambdaContext);
  await handler({ count: 2 }, lambdaContext);
  expect(built).toBe(1);
});

it.each<[string, unknown, unknown]>([
  ['is missing', {}, { doubled: 1 }],
  ['is of the wrong type', { count: 'two' }, { doubled: 1 }],
  ['is no object', null, { doubled: 1 }],
  ['is right but the result is not', { count: 2 }, { doubled: 'four' }],
])('rejects a document when its input %s', async (_case, document, given) => {
  const handler = lambda(step, () => async () => given as { doubled: number });
  await expect(handler(document, lambdaContext)).rejects.toThrow(StateDocumentError);
});

describe.each([
  ['throttling', new ThrottledError('slow down'), 1],
  ['anything else', new ServiceUnavailableError('unwell'), 0],
])('%s', (_what, error, counted) => {
  const printed = jest.spyOn(process.stdout, 'write');
  beforeEach(() => {
    process.env['STACK'] = 'acm-autopilot-prod';
    printed.mockReset().mockReturnValue(true);
  });
  afterAll(() => {
    delete process.env['STACK'];
    printed.mockRestore();
  });

  it(`passes through unchanged, and is counted ${counted} times`, async () => {
    const handler = lambda(step, () => () => Promise.reject(error));
    await expect(handler({ count: 1 }, lambdaContext)).rejects.toBe(error);
    const metrics = printed.mock.calls
      .map(([line]) => String(line))
      .filter((line) => line.includes('"ThrottledSteps":1'));
    expect(metrics).toHaveLength(counted);
    expect(metrics.join()).toMatch(counted ? /"stack":"acm-autopilot-prod"/ : /^$/);
  });
});

import { SFNClient, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { clientOptions } from 'local-aws/clients';
import * as z from 'zod';
import { ThrottledError } from '../../shared/errors';
import { lambda } from '../../shared/lambda';
import { lambdaContext } from '../builders/lambda-context';
import { type RunningService, runService } from './running-service';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let service: RunningService;

beforeEach(async () => {
  service = await runService();
});
afterEach(() => service.close());

const stateOf = (name: string) => service.cloud.cloudWatch.alarmState(`acm-autopilot-dev-${name}`);
const sent = (state: 'ALARM' | 'OK') =>
  service.cloud.sns
    .published(service.outputs['NotificationsTopicArn'] ?? '')
    .filter(({ subject }) => subject?.startsWith(`${state}: `))
    .map(({ subject }) => /"acm-autopilot-dev-(.+)"/.exec(subject ?? '')?.[1]);
const alarmsSent = () => sent('ALARM');

const nextHour = () => service.cloud.clock.advance(HOUR);

describe('failing executions', () => {
  it('two in an hour raise no alarm, because each sent a notification', async () => {
    for (const domainName of ['a.elsewhere.test', 'b.elsewhere.test']) {
      expect(await service.secure({ domainName })).toMatchObject({ status: 'FAILED' });
    }
    await nextHour();
    expect(stateOf('executions-failing')).toBe('OK');
    expect(alarmsSent()).toEqual([]);
  });

  it('three in an hour raise the alarm once; an hour without failures resolves it', async () => {
    await service.secure({ domainName: 'app.elsewhere.test' });
    await service.secure({ domainName: '' });
    const stepFunctions = new SFNClient(clientOptions(service.cloud));
    const executionArn = await service.request({ domainName: 'app.example.test' });
    await stepFunctions.send(new StopExecutionCommand({ executionArn }));
    stepFunctions.destroy();
    await nextHour();
    expect(stateOf('executions-failing')).toBe('ALARM');
    expect(alarmsSent()).toEqual(['executions-failing']);
    await nextHour();
    expect(stateOf('executions-failing')).toBe('OK');
    expect(alarmsSent()).toEqual(['executions-failing']);
    // An hour without failures does not fix the failed ones.
    expect(sent('OK')).not.toContain('executions-failing');
  });
});

describe('throttling', () => {
  /** The log line of a throttled step. */
  const throttledStep = async () => {
    const environment = { STACK: 'acm-autopilot-dev', POWERTOOLS_SERVICE_NAME: 'acm-autopilot' };
    jest.replaceProperty(process, 'env', { ...process.env, ...environment });
    const printed = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
    const step = lambda(
      { input: z.unknown(), output: z.object({}) },
      () => () => Promise.reject(new ThrottledError('')),
    );
    await expect(step({}, lambdaContext)).rejects.toThrow(ThrottledError);
    const lines = printed.mock.calls.map(([line]) => String(line).trim());
    jest.restoreAllMocks();
    lines.forEach(service.cloud.cloudWatch.readLog);
  };

  it('raises an alarm only when it lasts a quarter of an hour', async () => {
    const { clock } = service.cloud;
    await throttledStep();
    await clock.advance(5 * MINUTE);
    await throttledStep();
    await clock.advance(10 * MINUTE);
    expect(stateOf('throttled')).toBe('OK');
    for (let periods = 0; periods < 4; periods += 1) {
      await throttledStep();
      await clock.advance(5 * MINUTE);
    }
    expect(stateOf('throttled')).toBe('ALARM');
    expect(alarmsSent()).toEqual(['throttled']);
    const ends = sent('OK').length;
    await clock.advance(20 * MINUTE);
    expect(stateOf('throttled')).toBe('OK');
    expect(sent('OK').slice(ends)).toEqual(['throttled']);
  });
});

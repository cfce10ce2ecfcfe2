import { putDomainSecured, putFailure, putSweepMetrics, putThrottledStep } from '../../shared/metrics';
import { dashboardMetrics, type ShownMetric } from '../builders/dashboard-metrics';
import { emittedMetrics, type EmittedMetric } from '../builders/emitted-metrics';
import { propertiesOf, resourcesOf } from './packaged';

/** The metrics that AWS itself keeps of what the template has, with their dimensions (user guides of SQS, Step Functions and Lambda, "Metrics"). */
const OF_AWS: Readonly<Record<string, readonly string[]>> = {
  'AWS/SQS/ApproximateNumberOfMessagesVisible': ['QueueName'],
  'AWS/States/ExecutionThrottled': ['StateMachineArn'],
  'AWS/Lambda/Throttles': [],
};

const [text, { Runbook }] = propertiesOf('Dashboard').DashboardBody['Fn::Sub'] as [string, { Runbook: unknown }];
const references = [...text.matchAll(/\$\{([^}]+)\}/g)].map(([, name = '']) => name);
/** As CloudFormation fills it in, each reference by its own name. */
const body = text.replace(/\$\{([^}]+)\}/g, '$1');
const shown = dashboardMetrics(body);
const ours = shown.filter(({ metric }) => metric.startsWith('AcmAutopilot/'));

const emitted = emittedMetrics(() => {
  const stack = 'acm-autopilot-dev';
  putSweepMetrics({ stack, verdicts: {}, minimumDaysToExpiry: 40, sweepAgeSeconds: 86_400 });
  putDomainSecured(stack, 90);
  putFailure(stack, 'DelegationError');
  putThrottledStep(stack);
});
const isThat = ({ metric, dimensions }: ShownMetric) => {
  const names = Object.keys(dimensions).sort();
  return (each: EmittedMetric) =>
    each.metric === metric &&
    JSON.stringify(Object.keys(each.dimensions).sort()) === JSON.stringify(names) &&
    names.every((name) => dimensions[name] === undefined || dimensions[name] === each.dimensions[name]);
};

it('is JSON that refers to what the template has', () => {
  expect(JSON.parse(body)).toHaveProperty('widgets');
  const variables = ['AWS::Region', 'Runbook'];
  const known = ['StateMachine', 'Queue', 'Alarm'].flatMap((type) =>
    resourcesOf(
      { StateMachine: 'AWS::StepFunctions::StateMachine', Queue: 'AWS::SQS::Queue', Alarm: 'AWS::CloudWatch::Alarm' }[
        type
      ] ?? '',
    ).map(([id]) => id),
  );
  for (const reference of references.filter((name) => !variables.includes(name))) {
    expect(known).toContain(reference.split('.')[0]);
  }
});

it('shows what people ask of it', () => {
  const names = new Set(shown.map(({ metric }) => metric));
  expect([...names].sort()).toEqual([
    'AWS/Lambda/Throttles',
    'AWS/SQS/ApproximateNumberOfMessagesVisible',
    'AWS/States/ExecutionThrottled',
    'AcmAutopilot/Certificates',
    'AcmAutopilot/DomainsSecured',
    'AcmAutopilot/Failures',
    'AcmAutopilot/MinimumDaysToExpiry',
    'AcmAutopilot/SweepAge',
    'AcmAutopilot/ThrottledSteps',
    'AcmAutopilot/TimeToSecured',
  ]);
});

it.each(ours.map((each) => [each.metric, each] as const))(
  '%s is emitted, with these dimensions',
  async (_name, each) => {
    expect((await emitted).filter(isThat(each))).not.toEqual([]);
  },
);

it.each(shown.filter((each) => !ours.includes(each)).map((each) => [each.metric, each] as const))(
  '%s is one of AWS’s own, with its dimensions',
  (metric, { dimensions }) => {
    expect(Object.keys(dimensions)).toEqual(OF_AWS[metric]);
  },
);

it('watches every workflow for throttling', () => {
  const watched = shown.flatMap(({ dimensions }) => dimensions['StateMachineArn'] ?? []);
  expect(watched.sort()).toEqual(
    resourcesOf('AWS::StepFunctions::StateMachine')
      .map(([id]) => id)
      .sort(),
  );
});

it('shows every alarm of the template', () => {
  const alarms = resourcesOf('AWS::CloudWatch::Alarm').map(([id]) => `${id}.Arn`);
  expect(references.filter((name) => name.includes('Alarm')).sort()).toEqual(alarms.sort());
});

it('leaves no place empty and none taken twice', () => {
  const { widgets } = JSON.parse(body) as { widgets: { x: number; y: number; width: number; height: number }[] };
  const cells = widgets.flatMap(({ x, y, width, height }) =>
    Array.from({ length: width * height }, (_, n) => `${x + (n % width)},${y + Math.floor(n / width)}`),
  );
  expect(new Set(cells).size).toBe(cells.length);
  expect(cells.length % 24).toBe(0);
});

it('links to the runbook where the deployer has said where it is', () => {
  expect(Runbook).toEqual({
    'Fn::If': ['HasRunbookUrl', { 'Fn::Sub': '[the runbook](${RunbookUrl})' }, 'docs/runbook.md'],
  });
});

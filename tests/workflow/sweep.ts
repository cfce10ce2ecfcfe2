import { notifyFailure } from '../../functions/secure/notify-failure';
import { assessBatch } from '../../functions/sweep/assess-batch';
import { checkMassChange } from '../../functions/sweep/check-mass-change';
import { publishInventory } from '../../functions/sweep/publish-inventory';
import { publishInventoryPage } from '../../functions/sweep/publish-inventory-page';
import { startReconciliations } from '../../functions/sweep/start-reconciliations';
import { lambda } from '../../shared/lambda';
import * as workflow from '../../shared/steps';
import { SETTINGS } from './lives';
import { type Account, type Faults, runWorkflow } from './run-workflow';

/** The event with which EventBridge's schedule starts a sweep. */
export const SCHEDULED = {
  version: '0',
  id: '89d1a02d-5ec7-412e-82f5-13505f849b41',
  'detail-type': 'Scheduled Event',
  source: 'aws.events',
  account: '111122223333',
  time: '2026-11-23T08:00:00Z',
  region: 'eu-west-1',
  resources: ['arn:aws:events:eu-west-1:111122223333:rule/daily-sweep'],
  detail: {},
};

/** An event that requests a sweep. */
export const requested = (detail: unknown = {}) => ({
  ...SCHEDULED,
  'detail-type': 'Sweep Requested',
  source: 'com.example.platform',
  detail,
});

/** The shipped workflow sweep with its real steps over an account in memory. */
export function sweep(faults: Faults = {}) {
  const acmCalls: { readonly call: 'describe' | 'tags'; readonly at: number }[] = [];
  const documentSizes: number[] = [];
  const running = runWorkflow(
    'sweep',
    (account, clock) => {
      const { certificates } = account;
      const { describe, listTags } = certificates;
      certificates.describe = (certificateArn) => {
        acmCalls.push({ call: 'describe', at: clock.now() });
        return describe(certificateArn);
      };
      certificates.listTags = (certificateArn) => {
        acmCalls.push({ call: 'tags', at: clock.now() });
        return listTags(certificateArn);
      };
      return Object.fromEntries(
        Object.entries(stepsOf(account)).map(([name, step]) => [
          name,
          (document: unknown, context: Parameters<typeof step>[1]) => {
            documentSizes.push(Buffer.byteLength(JSON.stringify(document)));
            return step(document, context);
          },
        ]),
      );
    },
    faults,
  );
  return {
    ...running,
    /** The calls to ACM with their times on the test clock. */
    acmCalls,
    /** The size in bytes of every input document of a step. */
    documentSizes,
    sweep: (event: object = SCHEDULED) => running.run(event, 120),
  };
}

const stepsOf = (account: Account) => ({
  AssessBatch: lambda(workflow.AssessBatch, () => assessBatch({ ...account, ...SETTINGS })),
  CheckMassChange: lambda(workflow.CheckMassChange, () => checkMassChange({ ...account, massChangePercent: 10 })),
  StartReconciliations: lambda(workflow.StartReconciliations, () =>
    startReconciliations({ ...account, starter: account.executions }),
  ),
  PublishInventory: lambda(workflow.PublishInventory, () => publishInventory({ ...account, stack: 'test' })),
  PublishInventoryPage: lambda(workflow.PublishInventoryPage, () =>
    publishInventoryPage({ ...account, stack: 'test' }),
  ),
  NotifyFailure: lambda(workflow.NotifyFailure, () => notifyFailure(account)),
});

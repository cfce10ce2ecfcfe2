import { publishInventoryPage } from '../../../functions/sweep/publish-inventory-page';
import { AwsRequestError } from '../../../shared/errors';
import { aSweptCertificate } from '../../builders/swept-certificate';
import { fakeAccount } from '../../fakes/fake-account';

const SWEEP = '2026-11-24T08:00:00.000Z arn:sweep';
const EXECUTION = 'arn:aws:states:eu-west-1:111122223333:execution:acm-autopilot-prod-sweep:one';
const document = {
  executionArn: EXECUTION,
  sweepId: SWEEP,
  guard: { wouldChange: 0, allowed: 3, isRefused: false },
};

it('writes the results of this sweep as JSON and as a page', async () => {
  const account = fakeAccount({ now: () => new Date('2026-11-24T08:05:00Z') });
  const { certificateStates, inventoryBucket } = account;
  await certificateStates.recordSweepResult(SWEEP, aSweptCertificate());
  await certificateStates.recordSweepResult(
    '2026-11-23T08:00:00.000Z arn:before',
    aSweptCertificate({ certificateArn: 'old' }),
  );
  const given = await publishInventoryPage({ ...account, stack: 'acm-autopilot-prod' })(document);

  const page = inventoryBucket.objects.get('inventory.html');
  expect(page).toEqual({ contentType: 'text/html; charset=utf-8', body: expect.stringContaining('no action needed') });
  expect(given).toEqual({ published: { certificates: 1, pageBytes: Buffer.byteLength(page?.body ?? '') } });
  const json = inventoryBucket.objects.get('inventory.json');
  expect(json?.contentType).toBe('application/json');
  expect(JSON.parse(json?.body ?? '')).toMatchObject({
    at: '2026-11-24T08:05:00.000Z',
    stack: 'acm-autopilot-prod',
    region: 'eu-west-1',
    account: '111122223333',
    executionArn: EXECUTION,
    massChange: { isRefused: false },
    attentionCounts: { 'action-required': 0, 'in-progress': 0, ok: 1, ignored: 0 },
    certificates: [{ domainName: 'app.example.com', verdict: 'healthy', attention: 'ok' }],
  });
});

it('writes the page last, so that its link works', async () => {
  const account = fakeAccount();
  await publishInventoryPage({ ...account, stack: 'test' })(document);
  expect(account.journal.changes).toEqual(['inventoryBucket.put inventory.json', 'inventoryBucket.put inventory.html']);
});

it('fails when the bucket rejects a write', async () => {
  const inventoryBucket = {
    put: async () => {
      throw new AwsRequestError('s3:PutObject inventory.json: NoSuchBucket');
    },
  };
  const step = publishInventoryPage({ ...fakeAccount(), inventoryBucket, stack: 'test' });
  await expect(step(document)).rejects.toThrow(AwsRequestError);
});

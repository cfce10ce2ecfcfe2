import { diagnoseIssuance } from '../../../functions/secure/diagnose-issuance';
import { resumeIssuance } from '../../../functions/secure/resume-issuance';
import { waitForIssued } from '../../../functions/secure/wait-for-issued';
import { IssuanceFailedError, IssuanceTimedOutError } from '../../../shared/errors';
import { EXECUTION, someZones } from '../../builders/document';
import { fakeAccount } from '../../fakes/fake-account';
import available from '../../fixtures/events/acm-certificate-available.json';

const START = Date.parse('2026-11-23T08:00:00Z');

function setUp() {
  let instant = START;
  const account = fakeAccount({ now: () => new Date(instant) });
  const { certificates, issuanceWaits: waits, publicDns, now } = account;
  const domainNames: [string, string] = ['app.example.com', '*.app.example.com'];
  const certificateArn = certificates.add({ domainNames, keyAlgorithm: 'RSA_2048', tags: {} });
  const certificate = { certificateArn, origin: 'requested' as const };
  const wait = waitForIssued({ certificates, waits, now });
  const diagnose = diagnoseIssuance({ certificates, publicDns, now });
  return {
    ...account,
    certificateArn,
    pass: (seconds: number) => (instant += seconds * 1_000),
    wait: (taskToken = 'token-1') => wait({ certificate, executionArn: EXECUTION, taskToken }),
    diagnose: (attempt = 0) =>
      diagnose({ zones: someZones, certificate, wait: { attempt, intervalSeconds: 60, pending: [] } }),
  };
}

describe('waiting for issuance', () => {
  it('saves the token before it reads the certificate', async () => {
    const { wait, journal, certificateArn } = setUp();
    await wait();
    expect(journal.calls).toEqual([
      `issuanceWaits.save ${certificateArn} token-1`,
      `certificates.describe ${certificateArn}`,
    ]);
  });

  it('expires the token after 72 hours', async () => {
    const { wait, issuanceWaits } = setUp();
    await wait();
    expect(issuanceWaits.all()).toMatchObject([{ expiresAt: new Date('2026-11-26T08:00:00Z') }]);
  });

  it('resumes at once when the certificate is issued', async () => {
    const { wait, journal, certificates, certificateArn } = setUp();
    Object.assign(certificates.all()[0] ?? {}, { status: 'ISSUED' });
    await wait();
    expect(journal.changes.at(-1)).toBe(`issuanceWaits.resume ${certificateArn} token-1`);
  });

  it('keeps waiting for a certificate that is not visible in ACM yet', async () => {
    const { wait, certificates, certificateArn, issuanceWaits } = setUp();
    certificates.remove(certificateArn);
    await wait();
    expect(issuanceWaits.all()).toHaveLength(1);
  });

  it.each(['FAILED', 'REVOKED', 'EXPIRED'])('fails for good at %s', async (status) => {
    const { wait, certificates, certificateArn } = setUp();
    certificates.fail(certificateArn, status, 'REASON');
    await expect(wait()).rejects.toThrow(IssuanceFailedError);
    await expect(wait()).rejects.toThrow(`${status}: REASON`);
  });

  it('leaves the reasons to the diagnosis when the validation timed out', async () => {
    const { wait, certificates, certificateArn } = setUp();
    certificates.fail(certificateArn, 'VALIDATION_TIMED_OUT');
    await expect(wait()).rejects.toThrow(IssuanceTimedOutError);
  });
});

describe('the issuance event', () => {
  it('resumes every execution that waits for the certificate', async () => {
    const { issuanceWaits, journal } = setUp();
    const [certificateArn = ''] = available.resources;
    for (const executionArn of ['one', 'two']) {
      await issuanceWaits.save({ certificateArn, executionArn, taskToken: `of-${executionArn}` }, new Date());
    }
    expect(await resumeIssuance(issuanceWaits)({ resources: [certificateArn] })).toEqual({ resumed: ['one', 'two'] });
    expect(journal.changes.slice(2)).toEqual(
      ['one', 'two'].map((of) => `issuanceWaits.resume ${certificateArn} of-${of}`),
    );
  });

  it('changes nothing when no execution waits for the certificate', async () => {
    const { issuanceWaits, journal } = setUp();
    expect(await resumeIssuance(issuanceWaits)({ resources: ['arn:other'] })).toEqual({ resumed: [] });
    expect(journal.changes).toEqual([]);
  });
});

describe('the diagnosis of a wait that passed without an event', () => {
  it('reports what is missing and lengthens the wait', async () => {
    const { diagnose, pass } = setUp();
    pass(60);
    expect(await diagnose(0)).toEqual({
      wait: {
        attempt: 1,
        intervalSeconds: 120,
        pending: [
          { domainName: 'app.example.com', why: expect.stringContaining('public DNS has no _x1.app.example.com') },
          { domainName: '*.app.example.com', why: expect.stringContaining('public DNS has no _x1.app.example.com') },
        ],
        otherPending: 0,
      },
    });
  });

  it('reports a failed lookup as the reason', async () => {
    const { diagnose, publicDns } = setUp();
    publicDns.break('_x1.app.example.com.');
    expect((await diagnose()).wait.pending[0]?.why).toMatch(/ESERVFAIL/);
  });

  it('gives up a minute after 72 hours, with every reason', async () => {
    const { diagnose, pass } = setUp();
    pass(72 * 3_600 + 59);
    await diagnose(150);
    pass(1);
    await expect(diagnose(151)).rejects.toThrow(IssuanceTimedOutError);
    await expect(diagnose(151)).rejects.toThrow(
      /app\.example\.com, \*\.app\.example\.com: public DNS has no _x1\.app\.example\.com/,
    );
  });

  it('never gives up on an issued certificate', async () => {
    const { diagnose, pass, certificates } = setUp();
    pass(72 * 3_600 + 120);
    Object.assign(certificates.all()[0] ?? {}, { status: 'ISSUED' });
    expect((await diagnose(151)).wait.pending).toEqual([]);
  });

  it('fails for a deleted certificate', async () => {
    const { diagnose, certificates, certificateArn } = setUp();
    certificates.remove(certificateArn);
    await expect(diagnose()).rejects.toThrow(/it was deleted/);
  });
});

import { redirectHttp } from '../../../functions/secure/redirect-http';
import { TargetNotUsableError } from '../../../shared/errors';
import { aRedirect, aTarget, HTTP_80, LOAD_BALANCER } from '../../builders/document';
import { fakeAccount } from '../../fakes/fake-account';

function setUp() {
  const account = fakeAccount();
  const names = { domainNames: ['app.example.com'] as [string] };
  return { ...account, redirect: () => redirectHttp(account.loadBalancers)({ names, target: aTarget() }) };
}

it('redirects HTTP, once', async () => {
  const { redirect, journal } = setUp();
  expect(await redirect()).toEqual({ redirect: { listenerArn: HTTP_80, changed: true } });
  expect(await redirect()).toEqual({ redirect: { listenerArn: HTTP_80, changed: false } });
  expect(journal.changes).toEqual([`loadBalancers.redirectToHttps ${HTTP_80}`]);
});

it('reports a deleted listener', async () => {
  const { redirect, loadBalancers } = setUp();
  loadBalancers.removeListener(HTTP_80);
  await expect(redirect()).rejects.toThrow(TargetNotUsableError);
});

it('leaves a redirect to another host alone, and reports it', async () => {
  const { redirect, loadBalancers, journal } = setUp();
  loadBalancers.removeListener(HTTP_80);
  const elsewhere = aRedirect({ host: 'www.example.com' });
  loadBalancers.addListener(LOAD_BALANCER, { port: 80, protocol: 'HTTP', redirect: elsewhere });
  await expect(redirect()).rejects.toThrow(TargetNotUsableError);
  await expect(redirect()).rejects.toThrow(/its default action redirects to https:\/\/www\.example\.com:443/);
  expect(journal.changes).toEqual([]);
});

it('reports a rule that was added since the check', async () => {
  const { redirect, loadBalancers, journal } = setUp();
  loadBalancers.addRule(HTTP_80, { priority: 7, hosts: ['*.example.com'] });
  await expect(redirect()).rejects.toThrow(/match 1 rule would stay on HTTP.*priority 7/);
  expect(journal.changes).toEqual([]);
});

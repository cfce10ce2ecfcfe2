import { redirectHttp } from '../../../functions/secure/redirect-http';
import { TargetNotUsableError } from '../../../shared/errors';
import { aTarget, HTTP_80 } from '../../builders/document';
import { fakeAccount } from '../../fakes/fake-account';

it('redirects HTTP, once', async () => {
  const { loadBalancers, journal } = fakeAccount();
  const redirect = () => redirectHttp(loadBalancers)({ target: aTarget() });
  expect(await redirect()).toEqual({ redirect: { listenerArn: HTTP_80, changed: true } });
  expect(await redirect()).toEqual({ redirect: { listenerArn: HTTP_80, changed: false } });
  expect(journal.changes).toEqual([`loadBalancers.redirectToHttps ${HTTP_80}`]);
});

it('reports a deleted listener', async () => {
  const { loadBalancers } = fakeAccount();
  loadBalancers.removeListener(HTTP_80);
  await expect(redirectHttp(loadBalancers)({ target: aTarget() })).rejects.toThrow(TargetNotUsableError);
});

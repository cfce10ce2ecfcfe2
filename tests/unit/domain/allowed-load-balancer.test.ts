import { isAllowedLoadBalancer } from '../../../shared/domain/target/load-balancer';

it.each([
  ['web', '*', true],
  ['web', 'web', true],
  ['web-1', 'web-*', true],
  ['web', 'web-*', false],
  ['my-web', 'web*', false],
  ['web-blue-1', 'web-*-1', true],
  ['web-blue-2', 'web-*-1', false],
])('the load balancer %s matches %s: %s', (name, pattern, matches) => {
  expect(isAllowedLoadBalancer(name, pattern)).toBe(matches);
});

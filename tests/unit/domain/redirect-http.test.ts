import type { ListenerRule, Redirect } from '../../../shared/domain/target/listener-rule';
import { redirectProblems } from '../../../shared/domain/target/redirect-http';
import { aRedirect } from '../../builders/document';

type Rule = Pick<ListenerRule, 'priority' | 'hosts' | 'redirect'>;
const problems = (redirect: Redirect | undefined, rules: readonly Rule[], ...domainNames: string[]) =>
  redirectProblems({ listenerArn: 'arn:80', port: 80, protocol: 'HTTP', redirect }, rules, domainNames);

describe('the default action', () => {
  it.each<[string, Redirect | undefined, string[]]>([
    ['that does not redirect yet', undefined, ['app.example.com']],
    ['that redirects to HTTPS', aRedirect(), ['app.example.com', '*.example.com']],
    ['that names the only host there is', aRedirect({ host: 'App.example.com' }), ['app.example.com']],
  ])('%s is accepted', (_case, redirect, names) => {
    expect(problems(redirect, [], ...names)).toEqual([]);
  });

  it.each<[string, Partial<Redirect>, string]>([
    ['another port', { port: '8443' }, 'https://#{host}:8443/#{path}?#{query}'],
    ['the port of HTTP', { port: '#{port}' }, 'https://#{host}:#{port}/#{path}?#{query}'],
    ['another host', { host: 'www.example.com' }, 'https://www.example.com:443/#{path}?#{query}'],
    ['a host below it', { host: 'www.#{host}' }, 'https://www.#{host}:443/#{path}?#{query}'],
    ['HTTP', { protocol: 'HTTP', port: '8080' }, 'http://#{host}:8080/#{path}?#{query}'],
    ['the same protocol', { protocol: '#{protocol}', path: '/x' }, '#{protocol}://#{host}:443/x?#{query}'],
    ['another path', { path: '/' }, 'https://#{host}:443/?#{query}'],
    ['no query', { query: '' }, 'https://#{host}:443/#{path}'],
  ])('that redirects to %s is reported', (_case, changes, where) => {
    expect(problems(aRedirect(changes), [], 'app.example.com')).toEqual([
      `redirectHttp: its default action redirects to ${where}, not to https:// of the same name: change it, or omit redirectHttp`,
    ]);
  });

  it('that names one of two hosts is reported', () => {
    const redirect = aRedirect({ host: 'app.example.com' });
    expect(problems(redirect, [], 'app.example.com', 'www.example.com')).toHaveLength(1);
  });
});

describe('a rule', () => {
  const elsewhere = aRedirect({ host: 'www.example.com' });
  it.each<[string, Partial<ListenerRule>, string[]]>([
    ['that redirects to HTTPS', { redirect: aRedirect() }, ['app.example.com']],
    ['of another host', { hosts: ['www.example.com'] }, ['app.example.com']],
    ['of another host, that redirects elsewhere', { hosts: ['example.com'], redirect: elsewhere }, ['app.example.com']],
    ['of hosts below', { hosts: ['*.app.example.com', 'a?.example.com'] }, ['app.example.com']],
    ['whose dot is no wildcard', { hosts: ['appxexample.com'] }, ['app.example.com']],
    ['of a host that a wildcard does not cover', { hosts: ['example.com', 'a.b.example.com'] }, ['*.example.com']],
    ['of other hosts than a wildcard covers', { hosts: ['*.example.org'] }, ['*.example.com']],
  ])('%s is accepted', (_case, rule, names) => {
    expect(problems(undefined, [{ priority: 5, ...rule }], ...names)).toEqual([]);
  });

  it.each<[string, Partial<ListenerRule>, string[], RegExp]>([
    ['of any host', {}, ['app.example.com'], /match 1 rule would stay on HTTP: omit redirectHttp .*\(priority 5\)$/],
    ['of the host', { hosts: ['x.test', 'APP.example.com'] }, ['app.example.com'], /would stay on HTTP/],
    ['of hosts like it', { hosts: ['a??.*.com'] }, ['app.example.com'], /would stay on HTTP/],
    [
      'of the second name',
      { hosts: ['www.example.com'] },
      ['app.example.com', 'www.example.com'],
      /would stay on HTTP/,
    ],
    ['of a host that a wildcard covers', { hosts: ['a.example.com'] }, ['*.example.com'], /would stay on HTTP/],
    ['of hosts that a wildcard covers', { hosts: ['*.com'] }, ['*.example.com'], /would stay on HTTP/],
    ['of hosts below a wildcard', { hosts: ['*.a.example.com'] }, ['*.example.com'], /would stay on HTTP/],
    [
      'that redirects to HTTP',
      { redirect: aRedirect({ protocol: 'HTTP', port: '80' }) },
      ['app.example.com'],
      /would stay on HTTP/,
    ],
    [
      'that redirects to another host',
      { hosts: ['app.example.com'], redirect: elsewhere },
      ['app.example.com'],
      /^redirectHttp: its rule 5 redirects to https:\/\/www\.example\.com:443.*not to https:\/\/ of the same name/,
    ],
    ['that redirects to another port', { redirect: aRedirect({ port: '444' }) }, ['app.example.com'], /its rule 5/],
  ])('%s is reported', (_case, rule, names, problem) => {
    expect(problems(undefined, [{ priority: 5, ...rule }], ...names)).toEqual([expect.stringMatching(problem)]);
  });

  it('is reported beside a default action and others', () => {
    const rules = [{ priority: 1 }, { priority: 2, redirect: elsewhere }, { priority: 30 }];
    expect(problems(elsewhere, rules, 'app.example.com')).toEqual([
      expect.stringContaining('its default action'),
      expect.stringContaining('its rule 2 '),
      expect.stringMatching(/match 2 rules.*\(priorities 1, 30\)$/),
    ]);
  });
});

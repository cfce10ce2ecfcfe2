import { copyProblems } from '../../../shared/domain/target/copy-rules';
import { PLACEHOLDERS, type ListenerRule, type Redirect } from '../../../shared/domain/target/listener-rule';
import type { Listener } from '../../../shared/domain/target/load-balancer';
import { aRedirect } from '../../builders/document';

const action = (type: string) => ({ type, definition: { Type: type } });
const rule = (priority: number, changes: Partial<ListenerRule> = {}): ListenerRule => ({
  priority,
  definition: {},
  actions: [action(changes.redirect ? 'redirect' : 'forward')],
  ...changes,
});
const http = (redirect?: Redirect): Listener => ({
  listenerArn: 'arn:80',
  port: 80,
  protocol: 'HTTP',
  redirect,
  defaultActions: [action(redirect ? 'redirect' : 'fixed-response')],
});
const toHttps = (host: string, path = '/#{path}') => aRedirect({ host, path });

it.each<[string, ListenerRule[]]>([
  ['no rules', []],
  ['rules that forward and respond', [rule(1), rule(2, { actions: [action('fixed-response')] })]],
  ['a redirect to another host', [rule(1, { hosts: ['www.example.com'], redirect: toHttps('example.com') })]],
  [
    'a redirect to another path',
    [rule(1, { paths: ['/old', '/old/*'], redirect: toHttps('#{host}', '/new/#{path}') })],
  ],
  ['a redirect to one path', [rule(1, { paths: ['/old'], redirect: toHttps('#{host}', '/new') })]],
  ['a redirect to another port', [rule(1, { redirect: aRedirect({ port: '8443' }) })]],
  ['a redirect of either protocol', [rule(1, { hosts: ['a.test'], redirect: { ...PLACEHOLDERS, host: 'b.test' } })]],
  ['a host below', [rule(1, { hosts: ['example.com'], redirect: toHttps('www.#{host}') })]],
  [
    'redirects one after the other',
    [
      rule(1, { hosts: ['a.test'], redirect: toHttps('b.test') }),
      rule(2, { hosts: ['b.test'], redirect: toHttps('c.test') }),
    ],
  ],
])('%s can be copied', (_case, rules) => {
  expect(copyProblems(http(), rules, false)).toEqual([]);
});

it.each<[string, ListenerRule[], string[]]>([
  [
    'a redirect to the same place under HTTPS',
    [rule(10, { redirect: aRedirect() })],
    ['rule 10 redirects to https://#{host}:443/#{path}?#{query}, which would be an endless loop over HTTPS'],
  ],
  [
    'a redirect to its own host',
    [rule(5, { hosts: ['App.example.com'], redirect: toHttps('app.example.com') })],
    ['rule 5 redirects to https://app.example.com:443/#{path}?#{query}, which would be an endless loop over HTTPS'],
  ],
  [
    'a redirect to a path that it matches',
    [rule(5, { paths: ['/old/*'], redirect: toHttps('#{host}', '/old/new') })],
    [expect.stringContaining('endless loop')],
  ],
  [
    'redirects to each other',
    [
      rule(1, { hosts: ['a.test'], redirect: toHttps('b.test') }),
      rule(2),
      rule(3, { hosts: ['b.test'], redirect: toHttps('a.test') }),
    ],
    [expect.stringMatching(/^rule 1 .*endless loop/), expect.stringMatching(/^rule 3 .*endless loop/)],
  ],
  [
    'a redirect whose conditions are not by pattern',
    [rule(1, { redirect: toHttps('a.test') })],
    [expect.stringContaining('endless loop')],
  ],
  [
    'a redirect to HTTP',
    [rule(1, { hosts: ['a.test'], redirect: { ...PLACEHOLDERS, protocol: 'HTTP', host: 'b.test' } })],
    [expect.stringContaining('and ELB does not redirect HTTPS to HTTP')],
  ],
  [
    'a redirect to a port of plain HTTP',
    [rule(1, { redirect: { ...PLACEHOLDERS, port: '8080' } })],
    [expect.stringContaining('another port or protocol when it is requested over HTTPS')],
  ],
  [
    'a redirect to the port of HTTP',
    [rule(1, { redirect: { ...PLACEHOLDERS, protocol: 'HTTPS' } })],
    [expect.stringContaining('another port or protocol')],
  ],
  ['an unknown action', [rule(1, { actions: [action('shout')] })], ['rule 1 has the action shout']],
])('%s cannot be copied', (_case, rules, problems) => {
  expect(copyProblems(http(), rules, false)).toEqual(problems);
});

it('the default action is copied too, unless the request gives another', () => {
  expect(copyProblems(http(aRedirect()), [], false)).toEqual([expect.stringMatching(/^the default action .*loop/)]);
  expect(copyProblems(http(aRedirect()), [rule(1)], true)).toEqual([]);
});

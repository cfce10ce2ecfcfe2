import { drawFaults } from '../../demo/chaos/draw-faults';
import { createRandom } from 'local-aws/faults/random';
import { resourcesOf, statementsOf } from './packaged';

/** The faults of many chaotic lives. */
const drawn = Array.from({ length: 500 }, (_, seed) => drawFaults(createRandom(seed))).flat();
const failingCalls = new Set(
  drawn.flatMap((fault) => (fault.at === 'call' ? [`${fault.service}:${String(fault.operation)}`] : [])),
);
const failingFunctions = new Set(drawn.flatMap((fault) => (fault.at === 'function' ? [fault.function] : [])));

const functions = resourcesOf('AWS::Lambda::Function');
const roles = functions.map(([, { Properties }]) => String(Properties.Role['Fn::GetAtt'][0]));
const actions = new Set(roles.flatMap(statementsOf).flatMap(({ Action }) => Action));

/** What AWS does for a function without being called by it: to encrypt, to trace, to log, to keep what failed. */
const ON_BEHALF = /^(kms|xray|logs|sqs):|^elasticloadbalancing:AddTags$/;

it('each call that a function may make fails in some life', () => {
  expect([...actions].filter((action) => !ON_BEHALF.test(action) && !failingCalls.has(action))).toEqual([]);
});

it('no call fails that no function may make', () => {
  expect([...failingCalls].filter((call) => !actions.has(call))).toEqual([]);
});

it('each function fails in some life', () => {
  const names = functions.map(([, { Properties }]) => `*-${String(Properties.FunctionName).split('-').at(-1)}`);
  expect(names.filter((name) => !failingFunctions.has(name))).toEqual([]);
  expect([...failingFunctions].filter((name) => name !== undefined && !names.includes(name))).toEqual([]);
});

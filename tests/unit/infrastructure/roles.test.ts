import type { PermissionName } from '../../../infrastructure/permissions';
import { permissionsOf } from '../../../infrastructure/roles';

const permissionsNamed = (...permissions: readonly string[]) =>
  permissionsOf(['checkDomain', { description: 'Checks', permissions: permissions as readonly PermissionName[] }]);

it('a function gets the permissions that it names', () => {
  expect(permissionsNamed('readZones', 'readRecords').map(([, { Action }]) => Action)).toEqual([
    'route53:GetHostedZone',
    'route53:ListResourceRecordSets',
  ]);
});

it('one that does not exist is refused by name: Serverless does not check the types', () => {
  expect(() => permissionsNamed('readZones', 'readZone')).toThrow('checkDomain: there is no permission readZone');
});

import { createRequire } from 'node:module';

interface Deployment {
  getCreateChangeSetParams(change: object): object;
}
const load = createRequire(__filename);
const AwsDeploy = load('serverless/lib/plugins/aws/deploy') as new (serverless: object, options: object) => Deployment;
const importRetained = load('../../infrastructure/import-retained.cjs') as (serverless: object) => void;

/** As much of the framework as it needs to make the parameters of a change set. */
const provider = {
  naming: { getStackName: () => 'acm-autopilot-dev', getStackChangeSetName: () => 'change-set' },
  getStage: () => 'dev',
  getCustomDeploymentRole: () => undefined,
};
const service = { service: 'acm-autopilot', package: {}, provider: {}, getAllFunctions: () => [] };
const serverless = () => ({ getProvider: () => provider, service, serviceDir: '.', processedInput: { commands: [] } });

it('every change set of a deployment imports what exists already', () => {
  const deployment = new AwsDeploy(serverless(), {});
  const change = { changeSetType: 'UPDATE', templateUrl: 'https://bucket/template.json' };
  const before = deployment.getCreateChangeSetParams(change);
  importRetained({ pluginManager: { plugins: [{}, deployment] } });
  expect(before).toMatchObject({ StackName: 'acm-autopilot-dev', TemplateURL: change.templateUrl });
  expect(deployment.getCreateChangeSetParams(change)).toEqual({ ...before, ImportExistingResources: true });
});

it('refuses a framework that it does not know', () => {
  expect(() => importRetained({ pluginManager: { plugins: [{}] } })).toThrow(/has no AwsDeploy/);
});

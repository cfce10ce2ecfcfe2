/**
 * A plugin of the Serverless Framework: a deployment takes over the tables that an earlier one, since removed, has retained. Without
 * it, CloudFormation refuses a table whose name exists (CloudFormation guide, "Import AWS resources into a CloudFormation stack
 * automatically"). The framework has no setting for that.
 */
function ImportRetained({ pluginManager }) {
  const deployment = pluginManager.plugins.find(({ constructor }) => constructor.name === 'AwsDeploy');
  const paramsOf = deployment?.getCreateChangeSetParams;
  if (!paramsOf) throw new Error('This version of the Serverless Framework has no AwsDeploy.getCreateChangeSetParams');
  deployment.getCreateChangeSetParams = (...given) => ({
    ...paramsOf.apply(deployment, given),
    ImportExistingResources: true,
  });
}

module.exports = ImportRetained;

// What serverless.yml takes from the event contracts: the patterns of its rules and the schemas of its registry.
require('tsx/cjs/api').register();
const { patternOf, registrySchemaOf } = require('./event.ts');
const { domainProvisioningFailed } = require('./domain-provisioning-failed.ts');
const { domainRequested } = require('./domain-requested.ts');
const { domainSecured } = require('./domain-secured.ts');

const described = (contract) => ({
  pattern: patternOf(contract),
  schema: JSON.stringify(registrySchemaOf(contract)),
});

module.exports = {
  domainRequested: described(domainRequested),
  domainSecured: described(domainSecured),
  domainProvisioningFailed: described(domainProvisioningFailed),
};

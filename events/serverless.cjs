// What serverless.yml takes from the event contracts: the patterns of its rules and the schemas of its registry.
require('tsx/cjs/api').register();
const { contracts } = require('./contracts.ts');
const { patternOf, registrySchemaOf } = require('./event.ts');

const described = (contract) => ({
  pattern: patternOf(contract),
  schema: JSON.stringify(registrySchemaOf(contract)),
});

module.exports = Object.fromEntries(Object.entries(contracts).map(([name, contract]) => [name, described(contract)]));

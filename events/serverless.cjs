// Generates the rule patterns and registry schemas that serverless.yml uses from the event contracts.
require('tsx/cjs/api').register();
const { contracts } = require('./contracts.ts');
const { patternOf, registrySchemaOf } = require('./event.ts');

const patternAndSchema = (contract) => ({
  pattern: patternOf(contract),
  schema: JSON.stringify(registrySchemaOf(contract)),
});

module.exports = Object.fromEntries(
  Object.entries(contracts).map(([name, contract]) => [name, patternAndSchema(contract)]),
);

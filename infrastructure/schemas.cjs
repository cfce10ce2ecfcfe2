// The contracts of the bus, for authors of senders and consumers.
const contracts = require('../events/serverless.cjs');

const capitalized = (name) => name[0].toUpperCase() + name.slice(1);
const schema = ([name, { schema }]) => [
  `${capitalized(name)}Schema`,
  {
    Type: 'AWS::EventSchemas::Schema',
    Properties: {
      RegistryName: { 'Fn::GetAtt': ['SchemaRegistry', 'RegistryName'] },
      SchemaName: capitalized(name),
      Type: 'JSONSchemaDraft4',
      Content: schema,
    },
  },
];

module.exports = {
  Resources: {
    SchemaRegistry: {
      Type: 'AWS::EventSchemas::Registry',
      Properties: {
        RegistryName: '${self:service}-${sls:stage}',
        Description: 'The contracts of the bus',
      },
    },
    ...Object.fromEntries(Object.entries(contracts).map(schema)),
  },
};

import { z } from 'zod';
import { resourceType, tags } from '../resource-type';
import { isJson } from '../../json';

/** Registries and schemas: they only describe events, so nothing here uses them. */
export const eventSchemasTypes = {
  'AWS::EventSchemas::Registry': resourceType(
    z.strictObject({ RegistryName: z.string().optional(), Description: z.string().optional(), Tags: tags.optional() }),
    ({ RegistryName: name }, { generatedName, world }) => {
      const RegistryName = name ?? generatedName;
      const RegistryArn = `arn:aws:schemas:${world.region}:${world.account}:registry/${RegistryName}`;
      return { ref: RegistryArn, attributes: { RegistryArn, RegistryName } };
    },
  ),
  'AWS::EventSchemas::Schema': resourceType(
    z.strictObject({
      RegistryName: z.string(),
      SchemaName: z.string().optional(),
      Type: z.enum(['OpenApi3', 'JSONSchemaDraft4']),
      Content: z.string().refine(isJson, 'not JSON'),
      Description: z.string().optional(),
      Tags: tags.optional(),
    }),
    ({ RegistryName, SchemaName: name }, { generatedName, world }) => {
      const SchemaName = name ?? generatedName;
      const SchemaArn = `arn:aws:schemas:${world.region}:${world.account}:schema/${RegistryName}/${SchemaName}`;
      return { ref: SchemaArn, attributes: { SchemaArn, SchemaName, SchemaVersion: '1' } };
    },
  ),
};

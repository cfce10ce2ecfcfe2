import { z } from 'zod';
import { boolean, document, resourceType, tags } from '../resource-type';

const logging = z.strictObject({
  Level: z.enum(['ALL', 'ERROR', 'FATAL', 'OFF']).optional(),
  IncludeExecutionData: boolean.optional(),
  Destinations: z
    .array(z.strictObject({ CloudWatchLogsLogGroup: z.strictObject({ LogGroupArn: z.string() }) }))
    .optional(),
});

/** Standard workflows. */
export const stepFunctionsTypes = {
  'AWS::StepFunctions::StateMachine': resourceType(
    z
      .strictObject({
        StateMachineName: z.string().optional(),
        StateMachineType: z.literal('STANDARD').optional(),
        RoleArn: z.string(),
        Definition: document.optional(),
        DefinitionString: z.string().optional(),
        DefinitionSubstitutions: z.record(z.string(), z.coerce.string()).optional(),
        LoggingConfiguration: logging.optional(),
        TracingConfiguration: z.strictObject({ Enabled: boolean }).optional(),
        Tags: tags.optional(),
      })
      .refine(({ Definition, DefinitionString }) => !Definition !== !DefinitionString, {
        error: 'exactly one of Definition and DefinitionString is needed',
      }),
    async (properties, { call, generatedName }) => {
      const name = properties.StateMachineName ?? generatedName.slice(-80);
      const output = await call('states', 'CreateStateMachine', {
        name,
        roleArn: properties.RoleArn,
        type: 'STANDARD',
        definition: substitute(
          properties.DefinitionString ?? JSON.stringify(properties.Definition),
          properties.DefinitionSubstitutions ?? {},
        ),
        loggingConfiguration: properties.LoggingConfiguration && loggingConfiguration(properties.LoggingConfiguration),
        tracingConfiguration: properties.TracingConfiguration && { enabled: properties.TracingConfiguration.Enabled },
        tags: properties.Tags?.map(({ Key, Value }) => ({ key: Key, value: Value })),
      });
      const { stateMachineArn } = z.object({ stateMachineArn: z.string() }).parse(output);
      return { ref: stateMachineArn, attributes: { Arn: stateMachineArn, Name: name } };
    },
    { remove: ({ ref: stateMachineArn }, { call }) => call('states', 'DeleteStateMachine', { stateMachineArn }) },
  ),
};

/** Values are inserted into JSON text, so they are escaped as parts of a JSON string. */
function substitute(definition: string, substitutions: Readonly<Record<string, string>>): string {
  return definition.replace(/\$\{(\w+)\}/g, (whole, name: string) => {
    const value = substitutions[name];
    return value === undefined ? whole : JSON.stringify(value).slice(1, -1);
  });
}

function loggingConfiguration({ Level, IncludeExecutionData, Destinations }: z.infer<typeof logging>) {
  return {
    level: Level,
    includeExecutionData: IncludeExecutionData,
    destinations: Destinations?.map(({ CloudWatchLogsLogGroup }) => ({
      cloudWatchLogsLogGroup: { logGroupArn: CloudWatchLogsLogGroup.LogGroupArn },
    })),
  };
}

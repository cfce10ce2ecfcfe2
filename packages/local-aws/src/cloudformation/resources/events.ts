import { z } from 'zod';
import { AwsError } from '../../aws-error';
import { document, number, resourceType, tags } from '../resource-type';

const target = z.strictObject({
  Id: z.string(),
  Arn: z.string(),
  RoleArn: z.string().optional(),
  Input: z.string().optional(),
  InputPath: z.string().optional(),
  InputTransformer: z
    .strictObject({ InputPathsMap: z.record(z.string(), z.string()).optional(), InputTemplate: z.string() })
    .optional(),
  DeadLetterConfig: z.strictObject({ Arn: z.string() }).optional(),
  RetryPolicy: z
    .strictObject({ MaximumEventAgeInSeconds: number.optional(), MaximumRetryAttempts: number.optional() })
    .optional(),
});

const json = (value: unknown) => (value === undefined ? undefined : JSON.stringify(value));

/** EventBridge's buses, rules and archives. */
export const eventsTypes = {
  'AWS::Events::EventBus': resourceType(
    z.strictObject({
      Name: z.string(),
      Description: z.string().optional(),
      DeadLetterConfig: z.strictObject({ Arn: z.string() }).optional(),
      KmsKeyIdentifier: z.string().optional(),
      Tags: tags.optional(),
    }),
    async (properties, { call }) => {
      const output = await call('events', 'CreateEventBus', properties);
      const { EventBusArn } = z.object({ EventBusArn: z.string() }).parse(output);
      return { ref: properties.Name, attributes: { Arn: EventBusArn, Name: properties.Name } };
    },
    { remove: ({ ref: Name }, { call }) => call('events', 'DeleteEventBus', { Name }) },
  ),
  'AWS::Events::EventBusPolicy': resourceType(
    z.strictObject({ EventBusName: z.string().optional(), StatementId: z.string(), Statement: document }),
    async ({ EventBusName, StatementId, Statement }, { call, generatedName }) => {
      const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [{ Sid: StatementId, ...Statement }] });
      await call('events', 'PutPermission', { EventBusName, Policy });
      return { ref: generatedName, attributes: {} };
    },
    {
      remove: (_resource, { call }, { EventBusName, StatementId }) =>
        call('events', 'RemovePermission', { EventBusName, StatementId }),
    },
  ),
  'AWS::Events::Rule': resourceType(
    z.strictObject({
      Name: z.string().optional(),
      Description: z.string().optional(),
      EventBusName: z.string().optional(),
      EventPattern: document.optional(),
      ScheduleExpression: z.string().optional(),
      State: z.enum(['ENABLED', 'DISABLED', 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS']).optional(),
      RoleArn: z.string().optional(),
      Targets: z.array(target).optional(),
      Tags: tags.optional(),
    }),
    async ({ EventPattern, Name: name, Targets = [], ...rule }, { call, generatedName }) => {
      const Name = name ?? generatedName.slice(-64);
      const { EventBusName } = rule;
      const put = await call('events', 'PutRule', { ...rule, Name, EventPattern: json(EventPattern) });
      if (Targets.length > 0) await putTargets({ Rule: Name, EventBusName, Targets }, call);
      const { RuleArn } = z.object({ RuleArn: z.string() }).parse(put);
      return { ref: EventBusName ? `${EventBusName}|${Name}` : Name, attributes: { Arn: RuleArn } };
    },
    {
      async remove({ ref }, { call }, { EventBusName, Targets = [] }) {
        const Name = ref.split('|').at(-1);
        if (Targets.length > 0) {
          await call('events', 'RemoveTargets', { Rule: Name, EventBusName, Ids: Targets.map(({ Id }) => Id) });
        }
        await call('events', 'DeleteRule', { Name, EventBusName });
      },
    },
  ),
  'AWS::Events::Archive': resourceType(
    z.strictObject({
      ArchiveName: z.string().optional(),
      Description: z.string().optional(),
      EventPattern: document.optional(),
      RetentionDays: number.optional(),
      SourceArn: z.string(),
      KmsKeyIdentifier: z.string().optional(),
    }),
    async ({ ArchiveName: name, EventPattern, SourceArn, ...archive }, { call, generatedName }) => {
      const ArchiveName = name ?? generatedName.slice(-48);
      const input = { ...archive, ArchiveName, EventSourceArn: SourceArn, EventPattern: json(EventPattern) };
      const output = await call('events', 'CreateArchive', input);
      const { ArchiveArn } = z.object({ ArchiveArn: z.string() }).parse(output);
      return { ref: ArchiveName, attributes: { Arn: ArchiveArn, ArchiveName } };
    },
    { remove: ({ ref: ArchiveName }, { call }) => call('events', 'DeleteArchive', { ArchiveName }) },
  ),
};

async function putTargets(
  input: object,
  call: (service: string, operation: string, input: unknown) => Promise<unknown>,
) {
  const output = await call('events', 'PutTargets', input);
  const failure = z.object({ ErrorCode: z.string(), ErrorMessage: z.string(), TargetId: z.string() });
  // PutTargets answers 200 even if it accepted none of the targets.
  const { FailedEntries = [] } = z.object({ FailedEntries: z.array(failure).optional() }).parse(output);
  const [failed] = FailedEntries;
  if (failed) throw new AwsError(failed.ErrorCode, `target ${failed.TargetId}: ${failed.ErrorMessage}`);
}

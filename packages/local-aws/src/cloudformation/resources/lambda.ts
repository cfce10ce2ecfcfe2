import { z } from 'zod';
import { number, resourceType, tags } from '../resource-type';
import { validationError } from '../template';

const destination = z.strictObject({ Destination: z.string() });

/** Functions, their permissions and their asynchronous invocation settings. */
export const lambdaTypes = {
  'AWS::Lambda::Function': resourceType(
    z.strictObject({
      Code: z.strictObject({ S3Bucket: z.string(), S3Key: z.string() }),
      FunctionName: z.string().optional(),
      Description: z.string().optional(),
      Handler: z.string(),
      Runtime: z.string(),
      Role: z.string(),
      Timeout: number.default(3),
      MemorySize: number.default(128),
      Architectures: z
        .array(z.enum(['arm64', 'x86_64']))
        .length(1)
        .optional(),
      Environment: z.strictObject({ Variables: z.record(z.string(), z.coerce.string()).optional() }).optional(),
      ReservedConcurrentExecutions: number.optional(),
      DeadLetterConfig: z.strictObject({ TargetArn: z.string() }).optional(),
      TracingConfig: z.strictObject({ Mode: z.enum(['Active', 'PassThrough']) }).optional(),
      EphemeralStorage: z.strictObject({ Size: number }).optional(),
      // JSON log lines have another shape, which is not modelled.
      LoggingConfig: z
        .strictObject({ LogFormat: z.literal('Text').optional(), LogGroup: z.string().optional() })
        .optional(),
      Tags: tags.optional(),
    }),
    (properties, { artifact, generatedName, iam, lambda }) => {
      const functionName = properties.FunctionName ?? generatedName.slice(-64);
      if (!iam.role(properties.Role)) throw validationError(`The role ${properties.Role} does not exist`);
      const arn = lambda.createFunction(
        {
          functionName,
          handler: properties.Handler,
          runtime: properties.Runtime,
          roleArn: properties.Role,
          timeoutSeconds: properties.Timeout,
          memorySizeMegabytes: properties.MemorySize,
          environment: properties.Environment?.Variables ?? {},
          reservedConcurrentExecutions: properties.ReservedConcurrentExecutions,
          deadLetterTargetArn: properties.DeadLetterConfig?.TargetArn,
        },
        artifact(properties.Code.S3Key),
      );
      return { ref: functionName, attributes: { Arn: arn } };
    },
    { remove: ({ ref }, { lambda }) => lambda.deleteFunction(ref) },
  ),
  'AWS::Lambda::Version': resourceType(
    z.strictObject({ FunctionName: z.string(), CodeSha256: z.string().optional(), Description: z.string().optional() }),
    ({ FunctionName }, { lambda }) => ({ ref: `${lambda.arnOf(FunctionName)}:1`, attributes: { Version: '1' } }),
  ),
  'AWS::Lambda::Permission': resourceType(
    z.strictObject({
      Action: z.literal('lambda:InvokeFunction'),
      FunctionName: z.string(),
      Principal: z.string(),
      SourceArn: z.string().optional(),
      SourceAccount: z.string().optional(),
    }),
    ({ FunctionName, Principal, SourceArn, SourceAccount }, { generatedName, lambda }) => {
      const permission = { principal: Principal, sourceArn: SourceArn, sourceAccount: SourceAccount };
      lambda.addPermission(FunctionName, permission);
      return { ref: generatedName, attributes: { Id: generatedName } };
    },
  ),
  'AWS::Lambda::EventInvokeConfig': resourceType(
    z.strictObject({
      FunctionName: z.string(),
      Qualifier: z.literal('$LATEST'),
      MaximumRetryAttempts: number.pipe(z.number().min(0).max(2)).optional(),
      MaximumEventAgeInSeconds: number.pipe(z.number().min(60).max(21_600)).optional(),
      DestinationConfig: z
        .strictObject({ OnFailure: destination.optional(), OnSuccess: destination.optional() })
        .optional(),
    }),
    (properties, { generatedName, lambda }) => {
      lambda.configureAsynchronousInvocation(properties.FunctionName, {
        maximumRetryAttempts: properties.MaximumRetryAttempts,
        maximumEventAgeSeconds: properties.MaximumEventAgeInSeconds,
        onFailureArn: properties.DestinationConfig?.OnFailure?.Destination,
        onSuccessArn: properties.DestinationConfig?.OnSuccess?.Destination,
      });
      return { ref: generatedName, attributes: {} };
    },
  ),
};

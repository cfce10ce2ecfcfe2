import { z } from 'zod';
import { AwsError } from '../aws-error';

/** CloudFormation's error for a template or a parameter that it cannot accept. */
export const validationError = (message: string) => new AwsError('ValidationError', message);

/**
 * A value of a template: JSON in which an object with a single key such as `Ref` or `Fn::Sub` is an intrinsic function.
 */
export type TemplateValue =
  string | number | boolean | null | undefined | readonly TemplateValue[] | { readonly [key: string]: TemplateValue };

const value = z.custom<TemplateValue>(() => true);

const parameter = z.strictObject({
  Type: z.enum(['String', 'Number', 'List<Number>', 'CommaDelimitedList']),
  Default: z.union([z.string(), z.number()]).optional(),
  Description: z.string().optional(),
  ConstraintDescription: z.string().optional(),
  NoEcho: z.union([z.boolean(), z.string()]).optional(),
  AllowedValues: z.array(z.union([z.string(), z.number()])).optional(),
  AllowedPattern: z.string().optional(),
  MinLength: z.coerce.number().optional(),
  MaxLength: z.coerce.number().optional(),
  MinValue: z.coerce.number().optional(),
  MaxValue: z.coerce.number().optional(),
});

const resource = z.strictObject({
  Type: z.string(),
  Properties: z.record(z.string(), value).optional(),
  DependsOn: z.union([z.string(), z.array(z.string())]).optional(),
  Condition: z.string().optional(),
  DeletionPolicy: z.enum(['Delete', 'Retain', 'RetainExceptOnCreate']).optional(),
  UpdateReplacePolicy: z.enum(['Delete', 'Retain']).optional(),
  Metadata: value.optional(),
});

const output = z.strictObject({
  Value: value,
  Description: z.string().optional(),
  Condition: z.string().optional(),
  Export: z.strictObject({ Name: value }).optional(),
});

/** The sections of a template that are modelled; all others, such as `Transform` and `Rules`, are refused by name. */
export const templateSchema = z.strictObject({
  AWSTemplateFormatVersion: z.literal('2010-09-09').optional(),
  Description: z.string().optional(),
  Metadata: value.optional(),
  Parameters: z.record(z.string(), parameter).optional(),
  Mappings: z.record(z.string(), z.record(z.string(), z.record(z.string(), value))).optional(),
  Conditions: z.record(z.string(), value).optional(),
  Resources: z.record(z.string(), resource),
  Outputs: z.record(z.string(), output).optional(),
});

/** A template whose sections are all modelled, with its intrinsic functions not yet evaluated. */
export type Template = z.infer<typeof templateSchema>;
/** The declaration of a parameter. */
export type TemplateParameter = z.infer<typeof parameter>;
/** The declaration of a resource. */
export type TemplateResource = z.infer<typeof resource>;

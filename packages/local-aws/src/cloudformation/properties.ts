import { z } from 'zod';

/** CloudFormation takes numbers and booleans as text too. */
export const number = z.union([z.number(), z.string().regex(/^-?\d+(\.\d+)?$/)]).transform(Number);
/** See {@link number}. */
export const boolean = z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')]);

/** JSON that is handed on as it is: a policy, an event pattern, a state machine. */
export const document = z.record(z.string(), z.unknown());

const tag = z.strictObject({ Key: z.string(), Value: z.string() });
/** Tags as most resource types take them. */
export const tags = z.array(tag);

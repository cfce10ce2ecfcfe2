import { z } from 'zod';

/** Faults of a call. Those that end in `-after` strike after the work was done. */
const CALL_FAULTS = [
  'throttled',
  'unavailable',
  'internal-error',
  'time-out',
  'connection-reset',
  'refused',
  'stale-read',
  'connection-reset-after',
  'internal-error-after',
] as const;

/** Faults of an event between a rule and its targets. */
const EVENT_FAULTS = ['lost', 'duplicated', 'delayed', 'target-throttled', 'undeliverable'] as const;

/** Faults of a function's invocation. */
const FUNCTION_FAULTS = [
  'throttled',
  'unavailable',
  'cold-start',
  'crash-before',
  'time-out-before',
  'crash-after',
  'time-out-after',
] as const;

/** Which of its candidates a fault strikes: by default the first. */
const when = {
  nth: z.int().positive().optional(),
  probability: z.number().positive().max(1).optional(),
  times: z.int().positive().optional(),
};

const callFault = z.strictObject({
  at: z.literal('call'),
  service: z.string().min(1),
  operation: z.string().min(1).optional(),
  fault: z.enum(CALL_FAULTS),
  code: z.string().min(1).optional(),
  status: z.int().min(400).max(599).optional(),
  ...when,
});

const eventFault = z.strictObject({
  at: z.literal('event'),
  rule: z.string().min(1).optional(),
  detailType: z.string().min(1).optional(),
  fault: z.enum(EVENT_FAULTS),
  seconds: z.number().positive().optional(),
  ...when,
});

const functionFault = z.strictObject({
  at: z.literal('function'),
  function: z.string().min(1).optional(),
  fault: z.enum(FUNCTION_FAULTS),
  ...when,
});

const fault = z
  .discriminatedUnion('at', [callFault, eventFault, functionFault])
  .refine(({ nth, probability }) => nth === undefined || probability === undefined, {
    error: 'has either nth or probability',
  })
  .refine((each) => each.at !== 'call' || (each.fault === 'refused') === (each.code !== undefined), {
    error: 'has a code if, and only if, its fault is "refused"',
  });

const faultPlan = z.strictObject({ seed: z.int().optional(), faults: z.array(fault) });

/** The faults of a cloud; the seed determines where those with a probability strike. */
export type FaultPlan = z.output<typeof faultPlan>;
/** One fault of a plan. */
export type Fault = FaultPlan['faults'][number];
/** A fault's short name. */
export const nameOfFault = ({ at, fault }: Fault): string => `${at} ${fault}`;
/** A fault of one kind. */
export type FaultAt<At extends Fault['at']> = Extract<Fault, { at: At }>;

/** An invalid fault plan. */
class FaultPlanError extends Error {
  override readonly name = 'FaultPlanError';
}

/**
 * Reads a fault plan from JSON.
 *
 * @throws FaultPlanError with each invalid member and the reason
 */
export function parseFaultPlan(json: string): FaultPlan {
  const parsed = faultPlan.safeParse(readJson(json));
  if (parsed.success) return parsed.data;
  throw new FaultPlanError(`The fault plan is not valid:\n${z.prettifyError(parsed.error)}`, { cause: parsed.error });
}

function readJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    throw new FaultPlanError(`The fault plan is not JSON: ${String(error)}`, { cause: error });
  }
}

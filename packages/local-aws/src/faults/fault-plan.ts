import { z } from 'zod';

/** What may go wrong with a call of a service. Those that end in `-after` strike when the work is done already. */
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

/** What may go wrong with an event on its way to the targets of a rule. */
const EVENT_FAULTS = ['lost', 'duplicated', 'delayed', 'target-throttled', 'undeliverable'] as const;

/** What may go wrong with an invocation of a function. */
const FUNCTION_FAULTS = [
  'throttled',
  'unavailable',
  'cold-start',
  'crash-before',
  'time-out-before',
  'crash-after',
  'time-out-after',
] as const;

/** Which of the things that a fault could strike it does strike: the first, unless told otherwise. */
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

/** Faults for a cloud; the seed decides where those with a probability strike. */
export type FaultPlan = z.output<typeof faultPlan>;
/** One fault of a plan. */
export type Fault = FaultPlan['faults'][number];
/** A fault in few words. */
export const nameOfFault = ({ at, fault }: Fault): string => `${at} ${fault}`;
/** A fault that strikes one kind of thing. */
export type FaultAt<At extends Fault['at']> = Extract<Fault, { at: At }>;

/** A fault plan that does not say what it means in the documented way. */
class FaultPlanError extends Error {
  override readonly name = 'FaultPlanError';
}

/**
 * Reads a fault plan from JSON.
 *
 * @throws FaultPlanError which names each wrong member and what is wrong with it
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

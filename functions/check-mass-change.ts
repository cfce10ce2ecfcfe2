import * as z from 'zod';
import { sweepRequested } from '../events/sweep-requested';
import { config, Guard } from '../shared/config';
import { massChange } from '../shared/domain/mass-change';
import { InvalidRequestError } from '../shared/errors';
import { lambda } from '../shared/lambda';
import { CheckMassChange, type Output, type Input } from '../shared/workflow';

/**
 * Decides whether the sweep may act: not when it would replace too many certificates at once, unless its event says so.
 *
 * @throws InvalidRequestError when the event is a request for a sweep that breaks its contract
 */
export const checkMassChange =
  ({ massChangePercent }: { readonly massChangePercent: number }) =>
  ({ event, tally }: Input<typeof CheckMassChange>): Promise<Output<typeof CheckMassChange>> => {
    const guard = massChange(tally.disruptive, tally.managed, massChangePercent);
    const isRefused = guard.isRefused && !allowsMassChange(event);
    return Promise.resolve({ guard: { ...guard, isRefused, daysLeft: tally.disruptiveDaysLeft } });
  };

const request = z.looseObject({ 'detail-type': z.literal(sweepRequested.detailType), detail: z.unknown() });

/** The schedule's own event has another detail-type, and allows nothing. */
function allowsMassChange(event: unknown): boolean {
  const requested = request.safeParse(event);
  if (!requested.success) return false;
  const detail = sweepRequested.detail.safeParse(requested.data.detail);
  if (detail.success) return detail.data.allowMassChange;
  throw new InvalidRequestError(`Sweep Requested: ${z.prettifyError(detail.error)}`);
}

export const handler = lambda(CheckMassChange, () => checkMassChange(config(Guard)));

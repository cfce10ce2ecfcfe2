import { readDetail, readEnvelope } from '../../events/envelope';
import { sweepRequested } from '../../events/sweep-requested';
import { config, Guard } from '../../shared/config';
import { massChange } from '../../shared/domain/inventory/mass-change';
import { lambda } from '../../shared/lambda';
import { CheckMassChange, type Input, type Output } from '../../shared/steps';

/**
 * Decides whether the sweep may act: not when it would replace too many certificates at once, unless its event says so.
 *
 * @throws InvalidRequestError when the event is a `Sweep Requested` that breaks its contract
 */
export const checkMassChange =
  ({ massChangePercent }: { readonly massChangePercent: number }) =>
  ({ event, tally }: Input<typeof CheckMassChange>): Promise<Output<typeof CheckMassChange>> => {
    const guard = massChange(tally.disruptive, tally.managed, massChangePercent);
    const isRefused = guard.isRefused && !allowsMassChange(event);
    return Promise.resolve({ guard: { ...guard, isRefused, daysLeft: tally.disruptiveDaysLeft } });
  };

/** The schedule's own event has another detail-type, and allows nothing. */
const allowsMassChange = (event: unknown): boolean =>
  readEnvelope(event).detailType === sweepRequested.detailType && readDetail(event, sweepRequested).allowMassChange;

export const handler = lambda(CheckMassChange, () => checkMassChange(config(Guard)));

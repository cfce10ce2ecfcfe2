import { readDetail, readEnvelope } from '../../events/envelope';
import { sweepRequested } from '../../events/sweep-requested';
import { config, MassChangeLimit } from '../../shared/config';
import { massChange } from '../../shared/domain/inventory/mass-change';
import { lambda } from '../../shared/lambda';
import { CheckMassChange, type Input, type Output } from '../../shared/steps';

/**
 * Blocks a sweep that would replace too many certificates at once, unless its event allows it.
 *
 * @throws InvalidRequestError when a `Sweep Requested` event violates its contract
 */
export const checkMassChange =
  ({ massChangePercent }: { readonly massChangePercent: number }) =>
  ({ event, tally }: Input<typeof CheckMassChange>): Promise<Output<typeof CheckMassChange>> => {
    const guard = massChange(tally.disruptive, tally.managed, massChangePercent);
    const isRefused = guard.isRefused && !allowsMassChange(event);
    return Promise.resolve({ guard: { ...guard, isRefused, daysLeft: tally.disruptiveDaysLeft } });
  };

/** The scheduled event has another detail type, and does not allow mass changes. */
const allowsMassChange = (event: unknown): boolean =>
  readEnvelope(event).detailType === sweepRequested.detailType && readDetail(event, sweepRequested).allowMassChange;

export const handler = lambda(CheckMassChange, () => checkMassChange(config(MassChangeLimit)));

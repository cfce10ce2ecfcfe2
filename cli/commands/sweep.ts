import { sweepRequested } from '../../events/sweep-requested';
import { carryOut } from '../carry-out';
import { command } from '../command';

const USAGE = `npx acm-autopilot sweep [--allow-mass-change] [--wait]

Checks every certificate in the Region now rather than at the next daily sweep, by emitting the event "Sweep Requested".

  --allow-mass-change  let this one sweep replace more certificates than massChangePercent allows
  --wait               show each step as it happens; Ctrl-C leaves it running

Example:

  npx acm-autopilot sweep --wait
`;

/** Starts a sweep. */
export const sweep = command(
  USAGE,
  { 'allow-mass-change': { type: 'boolean', default: false }, wait: { type: 'boolean', default: false } },
  [0, 0],
  async ({ values, screen, same, connect }) => {
    const deployment = await connect();
    const allowMassChange = values['allow-mass-change'];
    const errand = {
      contract: sweepRequested,
      detail: { allowMassChange },
      workflow: deployment.workflows.sweep,
      isToWait: values.wait,
      about: allowMassChange ? 'every certificate, however many replacements that takes' : 'every certificate',
      lookAgain: `npx acm-autopilot list${same}`,
      same,
    };
    return carryOut(errand, deployment, screen);
  },
);

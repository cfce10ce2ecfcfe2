import { sweepRequested } from '../../events/sweep-requested';
import { command } from '../command';
import { emitAndFollow } from '../emit-and-follow';

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
  async ({ values, screen, sameDeployment, connect }) => {
    const deployment = await connect();
    const allowMassChange = values['allow-mass-change'];
    const event = {
      contract: sweepRequested,
      detail: { allowMassChange },
      stateMachineArn: deployment.workflows.sweep,
      wait: values.wait,
      subject: allowMassChange ? 'every certificate, with any number of replacements' : 'every certificate',
      statusCommand: `npx acm-autopilot list${sameDeployment}`,
      sameDeployment,
    };
    return emitAndFollow(event, deployment, screen);
  },
);

import { domainRequested } from '../../events/domain-requested';
import { readRequest } from '../checked-request';
import { carryOut } from '../carry-out';
import { command } from '../command';
import { REQUEST_OPTIONS, REQUEST_USAGE, requestDetail } from '../request-options';

const USAGE = `npx acm-autopilot request <domain> [options] [--wait]

Requests HTTPS for a domain by emitting the event "Domain Requested". Repeating it is harmless: what already exists is reused.

  --wait               show each step as it happens, until HTTPS is verified; Ctrl-C leaves it running
${REQUEST_USAGE}

Example:

  npx acm-autopilot request app.example.com --san '*.app.example.com' --target web --wait
`;

/** Asks for a domain. */
export const request = command(
  USAGE,
  { ...REQUEST_OPTIONS, wait: { type: 'boolean', default: false } },
  [1, 1],
  async ({ values, operands, screen, same, connect }) => {
    const [domainName = ''] = operands;
    const detail = requestDetail(domainName, values);
    const deployment = await connect();
    const { domainNames } = readRequest({ detail }, deployment.policy);
    const errand = {
      contract: domainRequested,
      detail,
      workflow: deployment.workflows.secureDomain,
      isToWait: values.wait,
      about: domainNames.join(', '),
      lookAgain: `npx acm-autopilot status ${domainName}${same}`,
      same,
    };
    return carryOut(errand, deployment, screen);
  },
);

import { domainRequested } from '../../events/domain-requested';
import { readRequest } from '../plan/read-request';
import { parseRequest, REQUEST_OPTIONS, REQUEST_USAGE } from '../args/request-options';
import { command } from '../command';
import { emitAndFollow } from '../emit-and-follow';

const USAGE = `npx acm-autopilot request <domain> [options] [--wait]

Requests HTTPS for a domain by emitting the event "Domain Requested". Repeating it is harmless: what already exists is reused.

  --wait               show each step as it happens, until HTTPS is verified; Ctrl-C leaves it running
${REQUEST_USAGE}

Example:

  npx acm-autopilot request app.example.com --san '*.app.example.com' --target web --wait
`;

/** Requests HTTPS for a domain. */
export const request = command(
  USAGE,
  { ...REQUEST_OPTIONS, wait: { type: 'boolean', default: false } },
  [1, 1],
  async ({ values, operands, screen, sameDeployment, connect }) => {
    const [domainName = ''] = operands;
    const detail = parseRequest(domainName, values);
    const deployment = await connect();
    const { domainNames } = readRequest({ detail }, deployment.policy);
    const event = {
      contract: domainRequested,
      detail,
      stateMachineArn: deployment.workflows.secureDomain,
      wait: values.wait,
      subject: domainNames.join(', '),
      statusCommand: `npx acm-autopilot status ${domainName}${sameDeployment}`,
      sameDeployment,
    };
    return emitAndFollow(event, deployment, screen);
  },
);

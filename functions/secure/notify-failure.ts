import { domainInEvent } from '../../events/envelope';
import { adviceFor } from '../../shared/advice';
import { snsNotifications } from '../../shared/aws/notifications';
import { config, Deployment, Topics } from '../../shared/config';
import {
  causeInWords,
  failureMessage,
  firstFailure,
  isOfSweep,
} from '../../shared/domain/notification/failure-message';
import { lambda } from '../../shared/lambda';
import { putFailure } from '../../shared/metrics';
import type { Notifications } from '../../shared/ports/notifications';
import { type Input, NotifyFailure, type Output } from '../../shared/steps';

interface Dependencies {
  readonly notifications: Notifications;
  readonly stack: string;
}

/** Tells a person which domain, which step, why, what to do, and what exists already. */
export const notifyFailure =
  ({ notifications, stack }: Dependencies) =>
  async (document: Input<typeof NotifyFailure>): Promise<Output<typeof NotifyFailure>> => {
    const { step, error, cause } = firstFailure(document.failed) ?? UNKNOWN;
    // A removal's own request is for the names that remain.
    const domainName = domainInEvent(document.event) ?? document.subject?.domainName;
    await notifications.send(
      failureMessage({
        domainName,
        step,
        error,
        cause,
        advice: adviceFor(error, isOfSweep(document.executionArn) ? 'sweep' : 'event'),
        created: createdSoFar(document),
        certificateArn: document.certificate?.certificateArn,
        executionArn: document.executionArn,
      }),
    );
    putFailure(stack, error);
    return { failure: { domainName, step, error, cause } };
  };

const UNKNOWN = { step: 'unknown', error: 'unknown', cause: causeInWords(undefined) };

function createdSoFar(document: Input<typeof NotifyFailure>): string[] {
  const { certificate, validation, attachment, alias, verification, redirect } = document;
  return [
    ...(certificate ? [`certificate ${certificate.certificateArn} (${certificate.origin})`] : []),
    ...(validation?.records ?? []).map(({ name, value, zoneId }) => `${name} CNAME ${value} in zone ${zoneId}`),
    ...(attachment ? [`the certificate on listener ${attachment.listenerArn} (${attachment.as})`] : []),
    ...(alias?.records ?? []).map(({ name, type }) => `${name} ${type} alias`),
    ...(verification && 'serial' in verification ? ['HTTPS itself: a handshake has shown this certificate'] : []),
    ...(redirect?.changed ? [`the redirect to HTTPS on listener ${redirect.listenerArn}`] : []),
  ];
}

export const handler = lambda(NotifyFailure, () =>
  notifyFailure({ notifications: snsNotifications(config(Topics)), ...config(Deployment) }),
);

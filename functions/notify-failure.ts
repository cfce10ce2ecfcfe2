import * as z from 'zod';
import { adviceFor } from '../shared/advice';
import { snsNotifications, type Notifications } from '../shared/aws/notifications';
import { config, Deployment, Topics } from '../shared/config';
import { parseDomainName } from '../shared/domain/domain-name';
import { causeInWords, failureMessage } from '../shared/domain/failure-message';
import { firstFailure } from '../shared/domain/first-failure';
import { lambda } from '../shared/lambda';
import { putFailure } from '../shared/metrics';
import { NotifyFailure, type Gives, type Needs } from '../shared/workflow';

interface Dependencies {
  readonly notifications: Notifications;
  readonly stack: string;
}

/** Tells a person which domain, which step, why, what to do, and what exists already. */
export const notifyFailure =
  ({ notifications, stack }: Dependencies) =>
  async (document: Needs<typeof NotifyFailure>): Promise<Gives<typeof NotifyFailure>> => {
    const { step, error, cause } = firstFailure(document.failed) ?? UNKNOWN;
    // A removal's own request is for the names that remain.
    const domainName = domainNameIn(document.event) ?? document.subject?.domainName;
    await notifications.send(
      failureMessage({
        domainName,
        step,
        error,
        cause,
        advice: adviceFor(error),
        created: createdSoFar(document),
        certificateArn: document.certificate?.certificateArn,
        executionArn: document.executionArn,
      }),
    );
    putFailure(stack, error);
    return { failure: { domainName, step, error, cause } };
  };

const UNKNOWN = { step: 'unknown', error: 'unknown', cause: causeInWords(undefined) };

const written = z.looseObject({ detail: z.looseObject({ domainName: z.string().min(1).max(254) }) });

/** The domain of a request that was not accepted: as later steps would know it, or as its sender wrote it when that is no domain. */
function domainNameIn(event: unknown): string | undefined {
  const parsed = written.safeParse(event);
  if (!parsed.success) return undefined;
  const read = parseDomainName(parsed.data.detail.domainName);
  return 'name' in read ? read.name : parsed.data.detail.domainName;
}

function createdSoFar(document: Needs<typeof NotifyFailure>): string[] {
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

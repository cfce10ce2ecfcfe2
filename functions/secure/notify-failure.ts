import { failureOf } from '../../events/failure';
import { adviceFor } from '../../shared/advice';
import { snsNotifications } from '../../shared/aws/notifications';
import { config, NotificationTopics, StackName } from '../../shared/config';
import { recordSetText } from '../../shared/domain/dns/record-change';
import { failureMessage, isSweepExecution } from '../../shared/domain/notification/failure-message';
import { lambda } from '../../shared/lambda';
import { putFailure } from '../../shared/metrics';
import type { Notifications } from '../../shared/ports/publishers';
import { type Input, NotifyFailure, type Output } from '../../shared/steps';

interface Dependencies {
  readonly notifications: Notifications;
  readonly stack: string;
}

/** Notifies people of a failure: the domain, the step, the cause, the action, and what was created. */
export const notifyFailure =
  ({ notifications, stack }: Dependencies) =>
  async (document: Input<typeof NotifyFailure>): Promise<Output<typeof NotifyFailure>> => {
    const { certificate } = document;
    const existing = certificate && 'domainName' in certificate ? certificate : undefined;
    // For a removal, `names` in the document are the remaining names.
    const failure = failureOf(document.event, document.failed, existing);
    const { error } = failure;
    await notifications.send(
      failureMessage({
        ...failure,
        advice: adviceFor(error, isSweepExecution(document.executionArn) ? 'sweep' : 'event'),
        created: createdSoFar(document),
        certificateArn: obtainedIn(document)?.certificateArn,
        executionArn: document.executionArn,
      }),
    );
    putFailure(stack, error);
    return { failure };
  };

/** The certificate that the execution requested or reused, and did not delete again: for a removal, the replacement. */
const obtainedIn = ({ certificate, replacement, deleted }: Input<typeof NotifyFailure>) =>
  replacement ?? (certificate && 'origin' in certificate && !deleted ? certificate : undefined);

function createdSoFar(document: Input<typeof NotifyFailure>): string[] {
  const obtained = obtainedIn(document);
  const { validation, attachment, alias, replacedRecords, verification, redirect } = document;
  return [
    ...(obtained ? [`certificate ${obtained.certificateArn} (${obtained.origin})`] : []),
    ...(validation?.records ?? []).map(({ name, value, zoneId }) => `${name} CNAME ${value} in zone ${zoneId}`),
    ...(attachment ? [`the certificate on listener ${attachment.listenerArn} (${attachment.as})`] : []),
    ...(alias?.records ?? []).map(({ name, type, keeps }) => `${name} ${keeps ?? `${type} alias`}`),
    ...(replacedRecords ?? []).map((record) => `${record.name}: the alias replaced ${recordSetText(record)}`),
    ...(verification && 'serial' in verification ? ['HTTPS: a TLS handshake returned this certificate'] : []),
    ...(redirect?.changed ? [`the redirect to HTTPS on listener ${redirect.listenerArn}`] : []),
  ];
}

export const handler = lambda(NotifyFailure, () =>
  notifyFailure({ notifications: snsNotifications(config(NotificationTopics)), ...config(StackName) }),
);

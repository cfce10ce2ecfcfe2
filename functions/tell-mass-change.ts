import { dynamoDbKeptCertificates, SWEEP, type KeptCertificates } from '../shared/aws/kept-certificates';
import { snsNotifications, type Notifications } from '../shared/aws/notifications';
import { config, Kept, Topics } from '../shared/config';
import { massChangeMessage } from '../shared/domain/mass-change';
import { noticeDue } from '../shared/domain/notice';
import { TROUBLES } from '../shared/domain/troubles';
import { lambda } from '../shared/lambda';
import { TellMassChange, type Needs } from '../shared/workflow';

interface Dependencies {
  readonly keptCertificates: KeptCertificates;
  readonly notifications: Notifications;
}

/** Tells people when a sweep is held back, again as the first of its certificates draws near its end, and when no longer. */
export const tellMassChange =
  ({ keptCertificates, notifications }: Dependencies) =>
  async ({ executionArn, guard }: Needs<typeof TellMassChange>): Promise<Record<string, never>> => {
    const { daysLeft } = guard;
    const trouble = guard.isRefused ? { name: 'MassChange', cause: 'held back' } : undefined;
    const { told } = await keptCertificates.get(SWEEP);
    const notice = noticeDue(told, trouble, daysLeft);
    if (notice === undefined) return {};
    await notifications.send(massChangeMessage(guard, TROUBLES.MassChange, executionArn));
    await keptCertificates.noteTold(SWEEP, trouble && { ...trouble, daysLeft });
    return {};
  };

export const handler = lambda(TellMassChange, () =>
  tellMassChange({
    keptCertificates: dynamoDbKeptCertificates(config(Kept).keptTable),
    notifications: snsNotifications(config(Topics)),
  }),
);

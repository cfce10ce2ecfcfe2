import { adviceFor } from '../shared/advice';
import { eventBridgeBus, type EventBus } from '../shared/aws/event-bus';
import { dynamoDbKeptCertificates, type KeptCertificates } from '../shared/aws/kept-certificates';
import { snsNotifications, type Notifications } from '../shared/aws/notifications';
import { Bus, config, Deployment, Kept, Topics } from '../shared/config';
import { firstFailure } from '../shared/domain/first-failure';
import { troubleMessage, type TroubleFacts } from '../shared/domain/trouble-message';
import { troubleNews, type TroubleNews } from '../shared/domain/trouble-news';
import { lambda } from '../shared/lambda';
import { putFailure } from '../shared/metrics';
import { publishTrouble } from '../shared/publish-trouble';
import { TellTrouble, type Gives, type Needs } from '../shared/workflow';

interface Dependencies {
  readonly keptCertificates: KeptCertificates;
  readonly notifications: Notifications;
  readonly eventBus: EventBus;
  readonly stack: string;
}

/**
 * Tells people and the bus of a certificate's trouble when it begins, changes, draws near or is over, and of nothing else. What was
 * told is remembered last: a crash in between tells twice, never not at all. The bus comes first, for programs mind
 * repetitions less than people do.
 *
 * @throws EventNotPublishedError
 */
export const tellTrouble =
  ({ keptCertificates, notifications, eventBus, stack }: Dependencies) =>
  async (document: Needs<typeof TellTrouble>): Promise<Gives<typeof TellTrouble>> => {
    const { certificateArn, assessment, replacement, failed = {}, subject } = document;
    const failure = firstFailure(failed);
    const { told } = await keptCertificates.get(certificateArn);
    const news = troubleNews(told, { assessment, failure, isReplaced: replacement !== undefined });
    if (news && !news.isForgotten) {
      const facts = factsOf(document, news, failure?.step);
      await publishTrouble(eventBus, facts);
      await notifications.send(troubleMessage(facts));
    }
    if (news) await keptCertificates.noteTold(certificateArn, news.toRemember);
    if (failure) putFailure(stack, failure.error);
    return { failure: failure && { domainName: subject?.domainName, ...failure } };
  };

function factsOf(
  {
    certificateArn,
    subject,
    assessment,
    attachments = [],
    replacement,
    certificate,
    executionArn,
  }: Needs<typeof TellTrouble>,
  { notice, trouble: { name, cause } }: TroubleNews,
  step: string | undefined,
): TroubleFacts {
  return {
    ...{ notice, certificateArn, name, cause, executionArn, step, domainName: subject?.domainName },
    advice: adviceFor(name, 'sweep'),
    daysLeft: assessment?.daysLeft,
    notAfter: subject?.notAfter,
    listenerArns: attachments.map(({ listenerArn }) => listenerArn),
    how: replacement ? 'replaced' : assessment?.verdict === 'renewed' ? 'renewed' : 'fixed',
    replacedBy: replacement && certificate?.certificateArn,
  };
}

export const handler = lambda(TellTrouble, () =>
  tellTrouble({
    keptCertificates: dynamoDbKeptCertificates(config(Kept).keptTable),
    notifications: snsNotifications(config(Topics)),
    eventBus: eventBridgeBus(config(Bus).eventBus),
    ...config(Deployment),
  }),
);

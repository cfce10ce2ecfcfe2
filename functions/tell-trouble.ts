import { certificateAtRisk } from '../events/certificate-at-risk';
import { certificateRecovered } from '../events/certificate-recovered';
import { adviceFor } from '../shared/advice';
import { eventBridgeBus, type EventBus } from '../shared/aws/event-bus';
import { dynamoDbKeptCertificates, type KeptCertificates } from '../shared/aws/kept-certificates';
import { snsNotifications, type Notifications } from '../shared/aws/notifications';
import { Bus, config, Deployment, Kept, Topics } from '../shared/config';
import { firstFailure } from '../shared/domain/first-failure';
import { noticeDue, type Notice, type Told } from '../shared/domain/notice';
import { troubleMessage, type TroubleFacts } from '../shared/domain/trouble-message';
import { endsTrouble, isOutOfConcern, type Trouble } from '../shared/domain/verdict';
import { lambda } from '../shared/lambda';
import { putFailure } from '../shared/metrics';
import { TellTrouble, type Gives, type Needs } from '../shared/workflow';

interface Dependencies {
  readonly keptCertificates: KeptCertificates;
  readonly notifications: Notifications;
  readonly eventBus: EventBus;
  readonly stack: string;
}
type Document = Needs<typeof TellTrouble>;
type Failure = NonNullable<Gives<typeof TellTrouble>['failure']>;

/**
 * Tells people and the bus of a certificate's trouble when it begins, changes, draws near or is over, and of nothing else. What was
 * told is remembered last: a crash in between tells twice, never not at all. The bus comes first, for programs mind
 * repetitions less than people do.
 */
export const tellTrouble =
  (dependencies: Dependencies) =>
  async (document: Document): Promise<Gives<typeof TellTrouble>> => {
    const failure = failureOf(document);
    await tell(dependencies, document, failure);
    if (failure) putFailure(dependencies.stack, failure.error);
    return { failure };
  };

async function tell(dependencies: Dependencies, document: Document, failure: Failure | undefined): Promise<void> {
  const { keptCertificates, notifications, eventBus } = dependencies;
  const { certificateArn, assessment } = document;
  const trouble = troubleOf(document, failure);
  const { told } = await keptCertificates.get(certificateArn);
  const notice = noticeOf(document, told, trouble, failure);
  const news = trouble ?? told;
  if (notice === undefined || !news) return;

  const isForgotten = notice === 'over' && !failure && assessment && isOutOfConcern(assessment.verdict);
  if (!isForgotten) {
    const facts = factsOf(document, notice, news, failure);
    await publish(eventBus, facts, document);
    await notifications.send(troubleMessage(facts));
  }
  const { name, cause } = news;
  const remembered = { name, cause, daysLeft: assessment?.daysLeft, step: failure?.step };
  await keptCertificates.noteTold(certificateArn, trouble && remembered);
}

function failureOf({ failed = {}, subject }: Document): Failure | undefined {
  const failure = firstFailure(failed);
  return failure && { domainName: subject?.domainName, ...failure };
}

/** A step that failed is a trouble like any other; one that another certificate has ended is none. */
function troubleOf({ replacement, assessment }: Document, failure: Failure | undefined): Trouble | undefined {
  if (failure) return { name: failure.error, cause: failure.cause };
  return replacement ? undefined : assessment?.trouble;
}

function noticeOf(
  { replacement, assessment }: Document,
  told: Told | undefined,
  trouble: Trouble | undefined,
  failure: Failure | undefined,
): Notice | undefined {
  // While people know that the last attempt to replace it has failed, the next attempt is no news: how it ends will be.
  const isNextAttempt = assessment?.verdict === 'replace' && !failure && !replacement && told?.step !== undefined;
  const isSettled = replacement !== undefined || (assessment !== undefined && endsTrouble(assessment.verdict));
  if (isNextAttempt || (!trouble && !isSettled)) return undefined;
  return noticeDue(told, trouble, assessment?.daysLeft);
}

function factsOf(document: Document, notice: Notice, { name, cause }: Trouble, failure: Failure | undefined) {
  const { certificateArn, subject, assessment, attachments = [], replacement, certificate, executionArn } = document;
  return {
    ...{ notice, certificateArn, name, cause, executionArn, domainName: subject?.domainName, step: failure?.step },
    advice: adviceFor(name),
    daysLeft: assessment?.daysLeft,
    notAfter: subject?.notAfter,
    listenerArns: attachments.map(({ listenerArn }) => listenerArn),
    replacedBy: replacement && certificate?.certificateArn,
  };
}

async function publish(eventBus: EventBus, facts: TroubleFacts, { replacement, assessment }: Document): Promise<void> {
  const { notice, certificateArn, domainName, name: trouble, daysLeft, notAfter, executionArn } = facts;
  const common = { certificateArn, domainName, trouble, daysLeft, notAfter, executionArn };
  if (notice === 'over') {
    const mended = assessment?.verdict === 'renewed' ? 'renewed' : 'mended';
    const detail = { ...common, how: replacement ? ('replaced' as const) : mended } as const;
    await eventBus.publish(certificateRecovered, detail, [certificateArn]);
    return;
  }
  const { cause, advice, step, listenerArns } = facts;
  const detail = { ...common, cause, advice, step, notice, listenerArns: [...listenerArns] };
  await eventBus.publish(certificateAtRisk, detail, [certificateArn]);
}

export const handler = lambda(TellTrouble, () =>
  tellTrouble({
    keptCertificates: dynamoDbKeptCertificates(config(Kept).keptTable),
    notifications: snsNotifications(config(Topics)),
    eventBus: eventBridgeBus(config(Bus).eventBus),
    ...config(Deployment),
  }),
);

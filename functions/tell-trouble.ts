import { certificateAtRisk } from '../events/certificate-at-risk';
import { certificateRecovered } from '../events/certificate-recovered';
import { adviceFor } from '../shared/advice';
import { eventBridgeBus, type EventBus } from '../shared/aws/event-bus';
import { dynamoDbKeptCertificates, type KeptCertificates } from '../shared/aws/kept-certificates';
import { snsNotifications, type Notifications } from '../shared/aws/notifications';
import { Bus, config, Kept, Topic } from '../shared/config';
import { causeInWords } from '../shared/domain/failure-message';
import { noticeDue, type Notice } from '../shared/domain/notice';
import { troubleMessage } from '../shared/domain/trouble-message';
import { endsTrouble, isOutOfConcern, type Trouble } from '../shared/domain/verdict';
import { lambda } from '../shared/lambda';
import { TellTrouble, type Gives, type Needs } from '../shared/workflow';

interface Dependencies {
  readonly keptCertificates: KeptCertificates;
  readonly notifications: Notifications;
  readonly eventBus: EventBus;
}
type Document = Needs<typeof TellTrouble>;

/**
 * Tells people and the bus of a certificate's trouble when it begins, changes, draws near or is over, and of nothing else. What was
 * told is remembered last: a crash in between tells twice, never not at all.
 */
export const tellTrouble =
  ({ keptCertificates, notifications, eventBus }: Dependencies) =>
  async (document: Document): Promise<Gives<typeof TellTrouble>> => {
    const { certificateArn, assessment, subject } = document;
    const failure = failureOf(document);
    const { told } = await keptCertificates.get(certificateArn);
    const trouble = troubleOf(document, failure);
    const daysLeft = assessment?.daysLeft;
    const notice = noticeDue(told, trouble, daysLeft);
    if (notice === undefined || (!trouble && !isSettled(document))) return { failure };

    const { name, cause } = trouble ?? told ?? { name: '', cause: '' };
    const isForgotten = notice === 'over' && assessment !== undefined && isOutOfConcern(assessment.verdict);
    if (!isForgotten) {
      const facts = {
        ...{ certificateArn, daysLeft, notAfter: subject?.notAfter, executionArn: document.executionArn },
        domainName: subject?.domainName,
        listenerArns: (document.attachments ?? []).map(({ listenerArn }) => listenerArn),
      };
      const advice = adviceFor(name);
      const replacedBy = document.replacement && document.certificate?.certificateArn;
      await notifications.send(troubleMessage({ ...facts, notice, name, cause, advice, replacedBy }));
      await publish(eventBus, notice, { ...facts, trouble: name, cause, advice, isReplaced: replacedBy !== undefined });
    }
    await keptCertificates.noteTold(certificateArn, trouble && { name, cause, daysLeft });
    return { failure };
  };

/** A step that failed is a trouble like any other; one that another certificate has ended is none. */
function troubleOf({ replacement, assessment }: Document, failure: Failure | undefined): Trouble | undefined {
  if (failure) return { name: failure.error, cause: failure.cause };
  return replacement ? undefined : assessment?.trouble;
}

const isSettled = ({ replacement, assessment }: Document) =>
  replacement !== undefined || (assessment !== undefined && endsTrouble(assessment.verdict));

type Failure = NonNullable<Gives<typeof TellTrouble>['failure']>;

function failureOf({ failed, subject }: Document): Failure | undefined {
  const [step, error] = Object.entries(failed ?? {})[0] ?? [];
  if (step === undefined || !error) return undefined;
  return { domainName: subject?.domainName, step, error: error.Error, cause: causeInWords(error.Cause) };
}

interface News {
  readonly certificateArn: string;
  readonly domainName: string | undefined;
  readonly trouble: string;
  readonly cause: string;
  readonly advice: string;
  readonly daysLeft: number | undefined;
  readonly notAfter: string | undefined;
  readonly listenerArns: readonly string[];
  readonly executionArn: string;
  readonly isReplaced: boolean;
}

async function publish(eventBus: EventBus, notice: Notice, { isReplaced, ...news }: News): Promise<void> {
  const { certificateArn, listenerArns, cause, advice, ...common } = news;
  if (notice === 'over') {
    const how = isReplaced ? 'replaced' : 'mended';
    await eventBus.publish(certificateRecovered, { certificateArn, ...common, how }, [certificateArn]);
    return;
  }
  const detail = { certificateArn, ...common, cause, advice, notice, listenerArns: [...listenerArns] };
  await eventBus.publish(certificateAtRisk, detail, [certificateArn]);
}

export const handler = lambda(TellTrouble, () =>
  tellTrouble({
    keptCertificates: dynamoDbKeptCertificates(config(Kept).keptTable),
    notifications: snsNotifications(config(Topic).topicArn),
    eventBus: eventBridgeBus(config(Bus).eventBus),
  }),
);

import type { FactSources } from '../../shared/assess/gather-facts';
import type { Lifecycle } from '../../shared/domain/certificate/renewal';
import type { CreatedRecords } from '../../shared/ports/state';
import type { TopicArns } from '../../shared/domain/notification/channels';
import type { ReplacedRecords } from '../../shared/ports/state';
import type { Executions } from './executions';
import type { StoredPage } from './inventory-page';
import type { Sender } from './sender';
import type { ServiceQuotas } from './service-quotas';

/** A deployed stack of this service: its parameters, its resources, and the clients of its account. */
export interface Deployment extends FactSources {
  readonly createdRecords: CreatedRecords;
  readonly region: string;
  readonly account: string;
  readonly status: string;
  readonly lifecycle: Lifecycle;
  readonly busName: string;
  readonly topicArns: TopicArns;
  /** Where the runbook is published; empty when it is not. */
  readonly runbookUrl: string;
  readonly deadLettersUrl: string;
  /** The inventory page. */
  readonly page: StoredPage;
  /** The ARNs of the state machines. */
  readonly workflows: {
    readonly secureDomain: string;
    readonly reconcileCertificate: string;
    readonly retireDomain: string;
    readonly rollbackDomain: string;
    readonly sweep: string;
  };
  /** The records that requests have replaced. */
  readonly replacedRecords: ReplacedRecords;
  readonly executions: Executions;
  readonly sender: Sender;
  readonly serviceQuotas: ServiceQuotas;
}

/** Sorts before the id of every sweep, which begins with the time at which the sweep began. */
export const EARLIEST_SWEEP_ID = '0';

import type { FactSources } from '../../shared/assess/gather-facts';
import type { Lifecycle } from '../../shared/domain/certificate/renewal';
import type { Executions } from './executions';
import type { StoredPage } from './page-link';
import type { Sender } from './sender';
import type { ServiceQuotas } from './service-quotas';

/** A deployed stack of this service, and how its account is reached: what it was told, what it made, and who is asked. */
export interface Deployment extends FactSources {
  readonly region: string;
  readonly account: string;
  readonly status: string;
  readonly lifecycle: Lifecycle;
  readonly busName: string;
  readonly topicArn: string;
  readonly chatTopicArn: string;
  /** Where the runbook is published; empty when it is not. */
  readonly runbookUrl: string;
  readonly deadLettersUrl: string;
  /** The inventory page. */
  readonly page: StoredPage;
  readonly workflows: {
    readonly secureDomain: string;
    readonly reconcileCertificate: string;
    readonly retireDomain: string;
    readonly sweep: string;
  };
  readonly executions: Executions;
  readonly sender: Sender;
  readonly serviceQuotas: ServiceQuotas;
}

import { adviceFor } from '../advice';
import { type Attention, attentionOf } from '../domain/assessment/attention';
import { renewalStart } from '../domain/certificate/renewal';
import type { MassChange } from '../domain/inventory/mass-change';
import type { SweptCertificate } from '../domain/inventory/swept-certificate';

/** A certificate in the inventory that people and programs read. Times are ISO 8601. */
export interface InventoryCertificate extends Omit<SweptCertificate, 'isDue'> {
  /** What it asks of people. */
  readonly attention: Attention;
  /** When ACM begins to renew it; absent for one that ACM does not renew. */
  readonly renewalStart?: string | undefined;
  /** What a person should do; absent when there is no health issue. */
  readonly advice?: string | undefined;
}

/** What a sweep found, as it is written beside the page and shown by it. */
export interface InventoryDocument {
  /** When the sweep had looked at everything. */
  readonly at: string;
  readonly stack: string;
  readonly region: string;
  readonly account: string;
  /** The sweep's execution. */
  readonly executionArn: string;
  readonly massChange: MassChange;
  /** How many certificates there are of each attention. */
  readonly attentionCounts: Readonly<Record<Attention, number>>;
  /** Action required first, then the earliest expiry. */
  readonly certificates: readonly InventoryCertificate[];
}

/** What a sweep found, and which sweep. */
export interface Findings {
  readonly swept: readonly SweptCertificate[];
  readonly at: Date;
  readonly stack: string;
  readonly executionArn: string;
  readonly massChange: MassChange;
}

const MOST_URGENT_FIRST: readonly Attention[] = ['action-required', 'in-progress', 'ok', 'ignored'];

/** The inventory of a sweep's findings. */
export function inventoryDocument({ swept, at, stack, executionArn, massChange }: Findings): InventoryDocument {
  const certificates = swept.map(certificateOf).sort(byUrgency);
  const [, , , region = '', account = ''] = executionArn.split(':');
  const count = (attention: Attention) => certificates.filter((each) => each.attention === attention).length;
  return {
    at: at.toISOString(),
    stack,
    region,
    account,
    executionArn,
    massChange,
    attentionCounts: {
      'action-required': count('action-required'),
      'in-progress': count('in-progress'),
      ok: count('ok'),
      ignored: count('ignored'),
    },
    certificates,
  };
}

function certificateOf({ isDue: _isDue, ...found }: SweptCertificate): InventoryCertificate {
  const attention = attentionOf(found);
  return { ...found, attention, renewalStart: renewalStart(found), advice: adviceOn(found, attention) };
}

function adviceOn(
  { healthIssue, isManaged }: Omit<SweptCertificate, 'isDue'>,
  attention: Attention,
): string | undefined {
  if (healthIssue !== undefined) return adviceFor(healthIssue, 'sweep');
  return attention === 'action-required' && !isManaged ? NOT_OURS : undefined;
}
const NOT_OURS =
  'It is in use, it expires soon, and this service does not manage it: make sure that its owner renews it, or tag it acm-autopilot:stack with the name of this stack.';

function byUrgency(a: InventoryCertificate, b: InventoryCertificate): number {
  const urgency = ({ attention }: InventoryCertificate) => MOST_URGENT_FIRST.indexOf(attention);
  const daysLeft = ({ daysLeft: days = Infinity }: InventoryCertificate) => Math.min(days, 1e6);
  return urgency(a) - urgency(b) || daysLeft(a) - daysLeft(b) || (a.domainName < b.domainName ? -1 : 1);
}

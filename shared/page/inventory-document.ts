import { adviceFor } from '../advice';
import { type Attention, attentionOf } from '../domain/assessment/attention';
import { renewalStart } from '../domain/certificate/renewal';
import type { MassChange } from '../domain/inventory/mass-change';
import type { SweptCertificate } from '../domain/inventory/swept-certificate';

/** A certificate in the published inventory. Times are ISO 8601. */
export interface InventoryCertificate extends Omit<SweptCertificate, 'isDue'> {
  /** Whether it needs action. */
  readonly attention: Attention;
  /** When ACM starts to renew it; absent if ACM does not renew it. */
  readonly renewalStart?: string | undefined;
  /** The recommended action; absent if none is needed. */
  readonly advice?: string | undefined;
}

/** The inventory of a sweep, which the page shows and inventory.json contains. */
export interface InventoryDocument {
  /** When the sweep had assessed every certificate. */
  readonly at: string;
  readonly stack: string;
  readonly region: string;
  readonly account: string;
  /** The sweep's execution. */
  readonly executionArn: string;
  readonly massChange: MassChange;
  /** The number of certificates by attention. */
  readonly attentionCounts: Readonly<Record<Attention, number>>;
  /** By attention (action required first), then by expiry (earliest first). */
  readonly certificates: readonly InventoryCertificate[];
}

/** The results of a sweep, and which sweep it was. */
export interface Findings {
  readonly swept: readonly SweptCertificate[];
  readonly at: Date;
  readonly stack: string;
  readonly executionArn: string;
  readonly massChange: MassChange;
}

const MOST_URGENT_FIRST: readonly Attention[] = ['action-required', 'in-progress', 'ok', 'ignored'];

/** Builds the inventory from the results of a sweep. */
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
  return { ...found, attention, renewalStart: renewalStart(found), advice: recommendedAction(found, attention) };
}

function recommendedAction(
  { healthIssue, isManaged }: Omit<SweptCertificate, 'isDue'>,
  attention: Attention,
): string | undefined {
  if (healthIssue !== undefined) return adviceFor(healthIssue, 'sweep');
  return attention === 'action-required' && !isManaged ? UNMANAGED_ADVICE : undefined;
}
const UNMANAGED_ADVICE =
  'This certificate is in use and expires soon, but this service does not manage it. Make sure that its owner renews it, or tag it acm-autopilot:stack with the name of this stack.';

function byUrgency(a: InventoryCertificate, b: InventoryCertificate): number {
  const urgency = ({ attention }: InventoryCertificate) => MOST_URGENT_FIRST.indexOf(attention);
  const daysLeft = ({ daysLeft: days = Infinity }: InventoryCertificate) => Math.min(days, 1e6);
  return urgency(a) - urgency(b) || daysLeft(a) - daysLeft(b) || (a.domainName < b.domainName ? -1 : 1);
}

import { adviceFor } from '../advice';
import type { SweptCertificate } from '../aws/certificate-states';
import { attentionOf, type Attention } from '../domain/attention';
import { renewalStart } from '../domain/renewal-window';
import type { MassChange } from '../domain/mass-change';

/** A certificate in the inventory that people and programs read. Times are ISO 8601. */
export interface InventoryCertificate extends Omit<SweptCertificate, 'isDue'> {
  /** Whose concern it is. */
  readonly concern: Attention;
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
  /** Whose concern how many are. */
  readonly concerns: Readonly<Record<Attention, number>>;
  /** What needs a person first; then what ends first. */
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
  const count = (concern: Attention) => certificates.filter((each) => each.concern === concern).length;
  return {
    at: at.toISOString(),
    stack,
    region,
    account,
    executionArn,
    massChange,
    concerns: {
      'action-required': count('action-required'),
      'in-progress': count('in-progress'),
      ok: count('ok'),
      ignored: count('ignored'),
    },
    certificates,
  };
}

function certificateOf({ isDue: _isDue, ...found }: SweptCertificate): InventoryCertificate {
  const concern = attentionOf(found);
  return { ...found, concern, renewalStart: renewalStart(found), advice: adviceOn(found, concern) };
}

function adviceOn({ healthIssue, isManaged }: Omit<SweptCertificate, 'isDue'>, concern: Attention): string | undefined {
  if (healthIssue !== undefined) return adviceFor(healthIssue, 'sweep');
  return concern === 'action-required' && !isManaged ? NOT_OURS : undefined;
}
const NOT_OURS =
  'It is in use, it expires soon, and this service does not manage it: make sure that its owner renews it, or tag it acm-autopilot:stack with the name of this stack.';

function byUrgency(a: InventoryCertificate, b: InventoryCertificate): number {
  const urgency = ({ concern }: InventoryCertificate) => MOST_URGENT_FIRST.indexOf(concern);
  const daysLeft = ({ daysLeft: days = Infinity }: InventoryCertificate) => Math.min(days, 1e6);
  return urgency(a) - urgency(b) || daysLeft(a) - daysLeft(b) || (a.domainName < b.domainName ? -1 : 1);
}

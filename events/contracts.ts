import { certificateAtRisk } from './certificate-at-risk';
import { certificateInventory } from './certificate-inventory';
import { certificateRecovered } from './certificate-recovered';
import { certificateRenewed } from './certificate-renewed';
import { certificateReplaced } from './certificate-replaced';
import { domainProvisioningFailed } from './domain-provisioning-failed';
import { domainRemovalFailed } from './domain-removal-failed';
import { domainRemovalRequested } from './domain-removal-requested';
import { domainRequested } from './domain-requested';
import { domainRetired } from './domain-retired';
import { domainRollbackFailed } from './domain-rollback-failed';
import { domainRollbackRequested } from './domain-rollback-requested';
import { domainRolledBack } from './domain-rolled-back';
import { domainSecured } from './domain-secured';
import { sweepRequested } from './sweep-requested';

/** Every event that this service publishes or accepts. */
export const contracts = {
  certificateAtRisk,
  certificateInventory,
  certificateRecovered,
  certificateRenewed,
  certificateReplaced,
  domainProvisioningFailed,
  domainRemovalFailed,
  domainRemovalRequested,
  domainRequested,
  domainRetired,
  domainRollbackFailed,
  domainRollbackRequested,
  domainRolledBack,
  domainSecured,
  sweepRequested,
} as const;

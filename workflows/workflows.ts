import { reconcileCertificate } from './reconcile-certificate';
import { retireDomain } from './retire-domain';
import { rollbackDomain } from './rollback-domain';
import { secureDomain } from './secure-domain';
import { sweep } from './sweep';

/** Every workflow, by the name of its state machine. */
export const workflows = {
  'secure-domain': secureDomain,
  'reconcile-certificate': reconcileCertificate,
  'retire-domain': retireDomain,
  'rollback-domain': rollbackDomain,
  sweep,
};

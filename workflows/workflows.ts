import { keepCertificate } from './keep-certificate';
import { retireDomain } from './retire-domain';
import { secureDomain } from './secure-domain';
import { sweep } from './sweep';

/** The workflows, each by the name that its state machine bears after the stack's. */
export const workflows = {
  'secure-domain': secureDomain,
  'keep-certificate': keepCertificate,
  'retire-domain': retireDomain,
  sweep,
} as const;

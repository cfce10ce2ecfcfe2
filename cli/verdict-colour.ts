import { type Attention, type AttentionFacts, attentionOf } from '../shared/domain/assessment/attention';
import type { Colour } from '../terminal/coloured';

const COLOURS: Readonly<Record<Attention, Colour>> = {
  'action-required': 'red',
  'in-progress': 'yellow',
  ok: 'green',
  ignored: 'dim',
};

/** The colour of a certificate's verdict: it says whose concern the certificate is. */
export const verdictColour = (certificate: AttentionFacts): Colour => COLOURS[attentionOf(certificate)];

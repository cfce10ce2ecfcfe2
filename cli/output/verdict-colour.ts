import { concernOf, type Concern, type Concerning } from '../../shared/domain/concern';
import type { Colour } from '../../terminal/console';

const COLOURS: Readonly<Record<Concern, Colour>> = { person: 'red', service: 'yellow', nobody: 'green', aside: 'dim' };

/** The colour of a certificate's verdict: it says whose concern the certificate is. */
export const verdictColour = (certificate: Concerning): Colour => COLOURS[concernOf(certificate)];

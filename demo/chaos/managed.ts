import type { Certificate } from 'local-aws/acm/certificate';
import type { Cloud } from 'local-aws/cloud';

/** The tags that the service documents, as anybody who looks at the account sees them. */
const TAG = { stack: 'acm-autopilot:stack', retired: 'acm-autopilot:retired' };

/** The certificates that the service manages. */
export const managedCertificates = ({ acm }: Cloud): Certificate[] =>
  acm.certificates().filter(({ tags }) => tags.has(TAG.stack));

/** Whether it was taken out of service. */
export const isRetired = ({ tags }: Certificate): boolean => tags.has(TAG.retired);

/** Whether it is issued and has not ended. */
export const isValidAt = ({ status, issued }: Certificate, now: number): boolean =>
  status === 'ISSUED' && issued !== undefined && now < issued.notAfter;

/** Whether it is valid for a name, a wildcard counting for the names right below it. */
export const covers = ({ domainNames }: Certificate, name: string): boolean =>
  domainNames.some((each) => each === name || each === name.replace(/^[^.]+/, '*'));

/** Whether it has exactly these names. */
export const hasNames = ({ domainNames }: Certificate, names: readonly string[]): boolean =>
  domainNames.length === names.length && names.every((name) => domainNames.includes(name));

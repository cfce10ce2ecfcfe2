import * as z from 'zod';

/** Which certificates clients get for each name, as TLS handshakes showed; absent if there were none. */
export const servedBy = z
  .array(z.strictObject({ domainName: z.string(), certificateArn: z.string() }))
  .optional()
  .meta({
    description:
      'The certificate that clients get for each name: the one above, or another one of this deployment that covers the name and takes precedence',
  });

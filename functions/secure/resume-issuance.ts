import * as z from 'zod';
import { dynamoDbIssuanceWaits } from '../../shared/aws/issuance-waits';
import { config, IssuanceWaitsTable } from '../../shared/config';
import { lambda } from '../../shared/lambda';
import type { IssuanceWaits } from '../../shared/ports/state';

/** Only `resources`, because the other fields vary between ACM events (ACM user guide, "Supported events"). */
const CertificateAvailable = {
  input: z.looseObject({ resources: z.tuple([z.string().min(1)], z.string()) }),
  output: z.object({ resumed: z.array(z.string()) }),
};

/** Lets every execution that waits for the certificate go on. An event about anybody else's certificate finds no one waiting. */
export const resumeIssuance =
  (waits: IssuanceWaits) =>
  async ({ resources: [certificateArn] }: z.output<typeof CertificateAvailable.input>) => {
    const waiting = await waits.listByCertificate(certificateArn);
    await Promise.all(waiting.map((wait) => waits.resume(wait)));
    return { resumed: waiting.map(({ executionArn }) => executionArn) };
  };

export const handler = lambda(CertificateAvailable, () =>
  resumeIssuance(dynamoDbIssuanceWaits(config(IssuanceWaitsTable).issuanceWaitsTable)),
);

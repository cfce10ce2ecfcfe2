/** A token bucket: a call takes its tokens or is refused. */
export interface BucketRate {
  /** The bucket's capacity. */
  readonly burst: number;
  readonly perSecond: number;
  /** How many tokens a call takes; 0 when the bucket does not apply to it. */
  cost(operation: string, input: unknown): number;
}

/** The buckets of a service in one account and Region, and its throttling error. */
export interface ServiceRates {
  readonly throttledCode: string;
  readonly buckets: readonly BucketRate[];
}

const every = (burst: number, perSecond: number): BucketRate => ({ burst, perSecond, cost: () => 1 });

const those = (matches: RegExp, burst: number, perSecond: number): BucketRate => ({
  burst,
  perSecond,
  cost: (operation) => (matches.test(operation) ? 1 : 0),
});

/** ACM publishes rates per operation but no burst; one second's worth is assumed. */
const eachPerSecond = (rates: Readonly<Record<string, number>>): BucketRate[] =>
  Object.entries(rates).map(([operation, perSecond]) => those(new RegExp(`^${operation}$`), perSecond, perSecond));

interface ChangeRecordsInput {
  readonly ChangeBatch?: { readonly Changes?: readonly { readonly Action?: string }[] };
}

/** One token for a CREATE or DELETE, two for an UPSERT. */
const changeTokens = ({ ChangeBatch }: ChangeRecordsInput): number =>
  (ChangeBatch?.Changes ?? []).reduce((tokens, { Action }) => tokens + (Action === 'UPSERT' ? 2 : 1), 0);

/**
 * AWS's published request rates, by signing name. A service that is not listed (SNS, SQS, EventBridge, DynamoDB) allows
 * more than one machine can request.
 *
 * Sources: ACM user guide, Quotas; Route 53 developer guide, Throttling of API requests; Elastic Load Balancing user
 * guide, Request throttling; Step Functions developer guide, Service quotas.
 */
export const throttleRates: Readonly<Record<string, ServiceRates>> = {
  acm: {
    throttledCode: 'ThrottlingException',
    buckets: eachPerSecond({
      AddTagsToCertificate: 5,
      DeleteCertificate: 10,
      DescribeCertificate: 10,
      ExportCertificate: 10,
      GetAccountConfiguration: 1,
      GetCertificate: 10,
      ImportCertificate: 1,
      ListCertificates: 8,
      ListTagsForCertificate: 10,
      PutAccountConfiguration: 1,
      RemoveTagsFromCertificate: 5,
      RenewCertificate: 5,
      RequestCertificate: 5,
      ResendValidationEmail: 1,
      SearchCertificates: 5,
      UpdateCertificateOptions: 5,
    }),
  },
  route53: {
    throttledCode: 'Throttling',
    buckets: [
      every(50, 10),
      {
        burst: 1500,
        perSecond: 100,
        cost: (operation, input) =>
          operation === 'ChangeResourceRecordSets' ? changeTokens(input as ChangeRecordsInput) : 0,
      },
    ],
  },
  elasticloadbalancing: {
    throttledCode: 'Throttling',
    buckets: [
      every(40, 10),
      those(/^Describe/, 40, 10),
      those(/^CreateLoadBalancer$/, 10, 0.2),
      those(/^(?!Describe|Get|CreateLoadBalancer$)/, 20, 3),
    ],
  },
  states: {
    throttledCode: 'ThrottlingException',
    buckets: [those(/^StartExecution$/, 1300, 300), those(/^SendTask/, 3000, 500)],
  },
};

/**
 * Published prices in US dollars, of us-east-1 (N. Virginia), without the free tiers. Public certificates of ACM, and the
 * APIs of ACM, Route 53 and Elastic Load Balancing, cost nothing. Not counted: what CloudWatch Logs and X-Ray take in.
 *
 * Sources, as of November 2026: the page of Step Functions' prices for its transitions; for Lambda (arm64), DynamoDB
 * (on demand), EventBridge and SNS, articles of 2026 that quote AWS's pages.
 */
export const PRICES = {
  region: 'us-east-1',
  readIn: '2026-11',
  /** Step Functions, Standard: a state entered, or tried again. */
  stateTransition: 0.025 / 1_000,
  lambdaRequest: 0.2 / 1_000_000,
  lambdaGigabyteSecond: 0.0000133334,
  /** An event of up to 64 KB that is put on a bus; those of AWS's own services cost nothing. */
  customEvent: 1 / 1_000_000,
  /** A write of an item of up to 1 KB. */
  dynamoDbWrite: 0.625 / 1_000_000,
  /** A strongly consistent read of up to 4 KB; what is read with half of that is counted in full. */
  dynamoDbRead: 0.125 / 1_000_000,
  snsPublish: 0.5 / 1_000_000,
} as const;

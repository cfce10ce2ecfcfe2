/** An error response of an AWS service; the wire layer encodes it in the service's protocol. */
export class AwsError extends Error {
  override readonly name = 'AwsError';

  /**
   * @param code the error code on the wire, e.g. `CertificateNotFound`
   * @param status the HTTP status
   * @param members further members of the error's shape, e.g. `{ messages: [...] }`
   */
  constructor(
    readonly code: string,
    message: string,
    readonly status: number = 400,
    readonly members: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
  }
}

/** How a family of protocols names what is wrong with a signature. */
export interface SignatureErrors {
  readonly unknownKey: string;
  readonly mismatch: string;
  readonly expiredToken: string;
  readonly status: number;
}

/** The names that services with JSON protocols use. */
export const JSON_SIGNATURE_ERRORS: SignatureErrors = {
  unknownKey: 'UnrecognizedClientException',
  mismatch: 'InvalidSignatureException',
  expiredToken: 'ExpiredTokenException',
  status: 400,
};

/** The names that services with XML protocols use ("Common errors" of their API references). */
export const XML_SIGNATURE_ERRORS: SignatureErrors = {
  unknownKey: 'InvalidClientTokenId',
  mismatch: 'SignatureDoesNotMatch',
  expiredToken: 'ExpiredToken',
  status: 403,
};

/** A protocol family's error codes for signatures. */
export interface SignatureErrors {
  readonly unknownKey: string;
  readonly mismatch: string;
  readonly expiredToken: string;
  readonly status: number;
}

/** The codes of services with JSON protocols. */
export const JSON_SIGNATURE_ERRORS: SignatureErrors = {
  unknownKey: 'UnrecognizedClientException',
  mismatch: 'InvalidSignatureException',
  expiredToken: 'ExpiredTokenException',
  status: 400,
};

/** The codes of services with XML protocols ("Common errors" of their API references). */
export const XML_SIGNATURE_ERRORS: SignatureErrors = {
  unknownKey: 'InvalidClientTokenId',
  mismatch: 'SignatureDoesNotMatch',
  expiredToken: 'ExpiredToken',
  status: 403,
};

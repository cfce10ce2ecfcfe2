/**
 * Options of every SDK client: a hanging connection is given up long before the function's own time-out, so that the
 * workflow sees a named error and not a killed function. Endpoints and credentials are the SDK's own affair.
 */
export const clientOptions = {
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 2_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
};

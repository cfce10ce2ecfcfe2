import { randomUUID } from 'node:crypto';
import type { WireRequest, WireResponse } from './protocol';
import { xmlErrorResponse } from './xml-body';

/** An error that no service answers with: the request reached none. It is JSON or XML, as its sender will read it. */
export function refusal(request: WireRequest, status: number, code: string, message: string): WireResponse {
  const requestId = randomUUID();
  if (!request.headers['x-amz-target'])
    return xmlErrorResponse(
      { shapeName: code, queryCode: code, status, message, members: {}, schema: undefined },
      requestId,
    );
  return {
    status,
    headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-requestid': requestId },
    body: JSON.stringify({ __type: code, message }),
  };
}

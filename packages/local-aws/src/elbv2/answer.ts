import { STATUS_CODES, type ServerResponse } from 'node:http';

/** Answers in the load balancer's own name. */
export function answer(
  response: ServerResponse,
  status: number,
  { contentType, body } = { contentType: 'text/html', body: pageFor(`${status} ${STATUS_CODES[status]}`) },
): void {
  response.writeHead(status, {
    server: 'awselb/2.0',
    'content-type': contentType,
    'content-length': Buffer.byteLength(body),
  });
  response.end(body);
}

function pageFor(title: string): string {
  return `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n</body>\r\n</html>\r\n`;
}

import { request } from 'node:https';
import { TLSSocket } from 'node:tls';

/** A request over HTTPS. */
export interface HttpsRequest {
  readonly domainName: string;
  /** The real port on 127.0.0.1 of the load balancer's HTTPS listener. */
  readonly port: number;
  /** The only trusted root. */
  readonly rootPem: string;
}

/** The response, over a connection with a verified chain and host name. */
export interface HttpsResponse {
  readonly status: number;
  readonly body: string;
  readonly tlsVersion: string;
  readonly cipher: string;
  readonly subject: string;
  readonly names: string;
  readonly issuer: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
}

/** Requests `https://<domain>/` as a browser does, verifying chain and host name against a single root. */
export function requestOverHttps({ domainName, port, rootPem }: HttpsRequest): Promise<HttpsResponse> {
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        host: '127.0.0.1',
        port,
        servername: domainName,
        headers: { host: domainName },
        ca: rootPem,
        agent: false,
        timeout: 10_000,
      },
      (answer) => {
        const { socket } = answer;
        if (!(socket instanceof TLSSocket)) throw new TypeError('an HTTPS answer came without TLS');
        const certificate = socket.getPeerCertificate();
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('error', reject);
        answer.on('end', () => {
          resolve({
            status: answer.statusCode ?? 0,
            body: Buffer.concat(chunks).toString(),
            tlsVersion: socket.getProtocol() ?? '',
            cipher: socket.getCipher().name,
            subject: String(certificate.subject.CN),
            names: certificate.subjectaltname ?? '',
            issuer: String(certificate.issuer.CN),
            notBefore: new Date(certificate.valid_from),
            notAfter: new Date(certificate.valid_to),
          });
        });
      },
    );
    sent.on('timeout', () => sent.destroy(new Error(`no answer from 127.0.0.1:${port} within 10 s`)));
    sent.on('error', reject);
    sent.end();
  });
}

import { request } from 'node:https';
import { TLSSocket } from 'node:tls';

/** Where and how to ask. */
export interface HttpsRequest {
  readonly domainName: string;
  /** Where the load balancer's HTTPS listener really listens, on 127.0.0.1. */
  readonly port: number;
  /** The only root that is trusted. */
  readonly rootPem: string;
}

/** What came back over a connection whose chain and host name were verified. */
export interface HttpsAnswer {
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

/** Asks for `https://<domain>/` as a browser does: it trusts one root, and verifies the chain and the host name. */
export function askOverHttps({ domainName, port, rootPem }: HttpsRequest): Promise<HttpsAnswer> {
  return new Promise((resolve, reject) => {
    const asked = request(
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
    asked.on('timeout', () => asked.destroy(new Error(`no answer from 127.0.0.1:${port} within 10 s`)));
    asked.on('error', reject);
    asked.end();
  });
}

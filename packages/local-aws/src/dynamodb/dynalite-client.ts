import { Readable } from 'node:stream';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { HttpResponse, type HttpRequest } from '@smithy/core/protocols';
import dynalite from 'dynalite';

interface Environment {
  readonly region: string;
  readonly account: string;
}

/** dynalite reads the Region and the account of its ARNs from the environment when it is created. */
function createDynalite({ region, account }: Environment) {
  const { AWS_REGION, AWS_ACCOUNT_ID } = process.env;
  Object.assign(process.env, { AWS_REGION: region, AWS_ACCOUNT_ID: account });
  try {
    return dynalite({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
  } finally {
    for (const [name, value] of Object.entries({ AWS_REGION, AWS_ACCOUNT_ID }))
      if (value === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = value;
  }
}

/** dynalite requires a signature, and never verifies it. */
async function sign(request: HttpRequest): Promise<HttpRequest> {
  request.headers['authorization'] = 'AWS4-HMAC-SHA256 Credential=local, SignedHeaders=host, Signature=none';
  request.headers['x-amz-date'] = 'none';
  return request;
}

/** An SDK client with an in-memory DynamoDB of its own, reached without a network. */
export function createDynaliteClient(environment: Environment): DynamoDBClient {
  const server = createDynalite(environment);

  const handle = ({ method, path, headers, body }: HttpRequest) =>
    new Promise<{ response: HttpResponse }>((resolve) => {
      const received: Record<string, string> = {};
      const incoming = Object.assign(Readable.from([Buffer.from(new Uint8Array(body))]), {
        method,
        url: path,
        headers,
      });
      const outgoing = {
        statusCode: 200,
        setHeader: (name: string, value: string | number) => void (received[name.toLowerCase()] = String(value)),
        end(this: { statusCode: number }, text = '') {
          resolve({
            response: new HttpResponse({ statusCode: this.statusCode, headers: received, body: Buffer.from(text) }),
          });
        },
      };
      server.emit('request', incoming, outgoing);
    });

  return new DynamoDBClient({
    region: environment.region,
    endpoint: 'http://dynalite.invalid',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
    requestHandler: { handle },
    signer: { sign },
  });
}

import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { answerMessage, onTcpMessage, tcpFrame } from './message';
import { createPublicDns, type PublicDnsDependencies } from './public-dns';

/** A DNS server on 127.0.0.1, on one port for UDP and TCP. */
export interface DnsServer {
  /** Resolves to the port: the given one, or a free one for 0; rejects when it is in use. */
  listen(port?: number): Promise<number>;
  close(): Promise<void>;
}

const LOOPBACK = '127.0.0.1';
/** A port that is free for UDP may be taken for TCP. */
const ATTEMPTS_AT_A_FREE_PORT = 10;

/** The cloud's DNS server; it answers as a public resolver without a cache would. */
export function createDnsServer(dependencies: PublicDnsDependencies): DnsServer {
  const { resolve } = createPublicDns(dependencies);
  let stop = async () => {};

  const bind = async (wanted: number): Promise<number> => {
    const udp = createSocket('udp4');
    udp.on('message', (message, { port, address }) => {
      const response = answerMessage(message, 'udp', resolve);
      if (response) udp.send(response, port, address);
    });
    const connections = new Set<Socket>();
    const tcp = createServer((socket) => {
      connections.add(socket);
      socket.on('close', () => connections.delete(socket));
      socket.on('error', () => socket.destroy());
      onTcpMessage(socket, (message) => {
        const response = answerMessage(message, 'tcp', resolve);
        if (response) socket.write(tcpFrame(response));
      });
    });

    try {
      udp.bind(wanted, LOOPBACK);
      await once(udp, 'listening');
      tcp.listen(udp.address().port, LOOPBACK);
      await once(tcp, 'listening');
    } catch (error) {
      udp.close();
      throw error;
    }
    stop = async () => {
      for (const socket of connections) socket.destroy();
      await Promise.all([new Promise<void>((done) => udp.close(done)), new Promise((done) => tcp.close(done))]);
      stop = async () => {};
    };
    return udp.address().port;
  };

  return {
    async listen(port = 0) {
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await bind(port);
        } catch (error) {
          if (port !== 0 || attempt === ATTEMPTS_AT_A_FREE_PORT) throw error;
        }
      }
    },
    close: () => stop(),
  };
}

import { createServer, type AddressInfo, type Socket } from 'node:net';

/** A real port on 127.0.0.1 that stays open while the handler behind it changes. */
export interface FrontDoor {
  readonly port: number;
  /** Passes connections to a new handler and closes the old handler's; without a handler they are closed at once. */
  serve(handler: ((socket: Socket) => void) | undefined): void;
  close(): Promise<void>;
}

/** @param port 0 for any free port */
export function openFrontDoor(port: number): Promise<FrontDoor> {
  const sockets = new Set<Socket>();
  let handle: ((socket: Socket) => void) | undefined;

  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    // A client's disconnect is not the load balancer's error.
    socket.on('error', () => socket.destroy());
    if (handle) handle(socket);
    else socket.destroy();
  });
  const endConnections = () => sockets.forEach((socket) => socket.destroy());

  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve({
        port: (server.address() as AddressInfo).port,
        serve(handler) {
          handle = handler;
          endConnections();
        },
        close: () =>
          new Promise((closed) => {
            server.close(() => closed());
            endConnections();
          }),
      });
    });
  });
}

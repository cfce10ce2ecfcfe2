import { createServer as createHttpServer } from 'node:http';
import type { Socket } from 'node:net';
import type { Network, World, CertificateStore } from '../world';
import { peekClientHello } from './client-hello';
import { type FrontDoor, openFrontDoor } from './front-door';
import type { Inventory, Listener, LoadBalancer } from './inventory';
import { createRequestHandler } from './request-handler';
import { createSecureServers } from './secure-servers';
import type { HealthChecker } from './health-checker';

/** The part of the load balancers that clients connect to. */
export interface DataPlane {
  /** Reserves a real port (0: any free one) for a present or future listener; resolves to the port. */
  readonly setPort: (loadBalancerArn: string, listenerPort: number, realPort: number) => Promise<number>;
  open(listener: Listener): Promise<void>;
  /** Ends the listener's connections and stops listening, except on a reserved port. */
  close(listener: Listener): Promise<void>;
  /** Releases the ports reserved for a load balancer. */
  release(loadBalancer: LoadBalancer): Promise<void>;
  readonly routes: Network['routes'];
  readonly closeAll: () => Promise<void>;
}

/** Runs listeners as real servers on 127.0.0.1; a change in the inventory takes effect with the next connection. */
export function createDataPlane(
  world: World,
  inventory: Inventory,
  certificates: CertificateStore,
  healthOf: HealthChecker,
): DataPlane {
  /** By load balancer and virtual port. */
  const doors = new Map<string, FrontDoor>();
  const chosen = new Set<string>();
  const keyOf = (listener: Listener) => `${listener.loadBalancer.arn} ${listener.port}`;

  const serve = (listener: Listener) => {
    const handleRequest = createRequestHandler(listener, inventory, world.clock, healthOf);
    const plainServer = createHttpServer(handleRequest);
    const secureServers = createSecureServers(listener, certificates, world.clock, handleRequest);
    return (socket: Socket) => {
      if (listener.protocol === 'HTTP') plainServer.emit('connection', socket);
      else peekClientHello(socket, (hello) => secureServers(hello)?.emit('connection', socket) ?? socket.destroy());
    };
  };

  return {
    async setPort(loadBalancerArn, listenerPort, realPort) {
      inventory.loadBalancer(loadBalancerArn);
      const key = `${loadBalancerArn} ${listenerPort}`;
      const listener = [...inventory.listeners.values()].find((candidate) => keyOf(candidate) === key);
      const previous = doors.get(key);
      if (previous && previous.port === realPort) {
        chosen.add(key);
        return realPort;
      }
      const door = await openFrontDoor(realPort);
      await previous?.close();
      if (listener) door.serve(serve(listener));
      doors.set(key, door);
      chosen.add(key);
      return door.port;
    },

    async open(listener) {
      const door = doors.get(keyOf(listener)) ?? (await openFrontDoor(0));
      doors.set(keyOf(listener), door);
      door.serve(serve(listener));
    },

    async close(listener) {
      const key = keyOf(listener);
      const door = doors.get(key);
      if (chosen.has(key)) return door?.serve(undefined);
      doors.delete(key);
      await door?.close();
    },

    async release({ arn }) {
      const released = [...doors].filter(([key]) => key.startsWith(`${arn} `));
      for (const [key] of released) {
        doors.delete(key);
        chosen.delete(key);
      }
      await Promise.all(released.map(([, door]) => door.close()));
    },

    routes: () =>
      Object.fromEntries(
        [...inventory.listeners.values()].flatMap((listener) => {
          const port = doors.get(keyOf(listener))?.port;
          const { ipv4, ipv6 } = listener.loadBalancer;
          return port ? [...ipv4, ...ipv6].map((address) => [`${address}:${listener.port}`, port] as const) : [];
        }),
      ),

    async closeAll() {
      await Promise.all([...doors.values()].map((door) => door.close()));
      doors.clear();
    },
  };
}

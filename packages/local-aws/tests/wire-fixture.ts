import { createClock } from '../src/clock';
import { createWire, type Wire, type WireOptions } from '../src/wire/wire';
import type { Operation, Service, World } from '../src/world';

const open: { wire: Wire; world: World }[] = [];

/** A service of a test's own operations. */
export const service = (
  signingName: string,
  sdk: Readonly<Record<string, unknown>>,
  operations: Readonly<Record<string, Operation>>,
): Service => ({ signingName, sdk, operations });

/** Serves services on a free port, with what an SDK client needs to reach them. */
export async function mountAll(services: readonly Service[], options: WireOptions = {}) {
  const clock = createClock();
  const world: World = { clock, region: 'eu-west-1', account: '123456789012', emit: () => undefined };
  const wire = createWire(world, services, options);
  open.push({ wire, world });
  const endpoint = await wire.listen();
  const config = {
    region: 'eu-west-1',
    endpoint,
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
    maxAttempts: 1,
  };
  return { clock, wire, endpoint, config };
}

/** Closes everything that a test has mounted. */
export async function closeWires(): Promise<void> {
  for (const { wire, world } of open.splice(0)) {
    await wire.close();
    world.clock.stop();
  }
}

/** What a promise is rejected with. */
export const failure = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => new Error('The call succeeded'),
    (error: unknown) => error,
  );

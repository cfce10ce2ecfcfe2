/** A port that another program on this machine has. */
export class PortInUseError extends Error {}

/** Waits until something listens, and says in words when its port is taken. */
export async function listening<T>(what: string, port: number | undefined, started: Promise<T>): Promise<T> {
  try {
    return await started;
  } catch (error) {
    if (!(typeof error === 'object' && error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
    throw new PortInUseError(
      `Port ${port} on 127.0.0.1 is in use, perhaps by another local cloud: stop it, or choose another port for ${what} (0 picks any free one)`,
      { cause: error },
    );
  }
}

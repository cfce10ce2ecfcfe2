/** A port that is in use by another program on this machine. */
export class PortInUseError extends Error {}

/** Waits for a server to listen; rejects with a {@link PortInUseError} when its port is in use. */
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

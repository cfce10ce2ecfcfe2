import { setTimeout as sleep } from 'node:timers/promises';

const LOOK_MILLISECONDS = 20;

/**
 * `expect`, for what happens a moment after what causes it: asks again and again until the answer is as expected, and fails as
 * `expect` does when it still is not after ten seconds.
 */
export function eventually<T>(ask: () => T | Promise<T>, milliseconds = 10_000): Eventually<T> {
  const matchers = (isNot: boolean): Eventually<T> =>
    new Proxy({} as Eventually<T>, {
      get(_, name: keyof Eventually<T>) {
        if (name === 'not') return matchers(true);
        return async (...args: never[]) => {
          const deadline = performance.now() + milliseconds;
          for (;;) {
            const expected = isNot ? expect(await ask()).not : expect(await ask());
            try {
              (expected[name] as (...args: never[]) => void)(...args);
              return;
            } catch (failure) {
              if (performance.now() > deadline) throw failure;
              await sleep(LOOK_MILLISECONDS);
            }
          }
        };
      },
    });
  return matchers(false);
}

type Eventually<T> = jest.AndNot<jest.Matchers<Promise<void>, T>>;

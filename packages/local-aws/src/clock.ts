/** A timer's handle, for {@link Clock.clearTimeout}. */
export interface ClockTimer {
  readonly due: number;
}

/**
 * The cloud's own time. It runs at the pace of real time until it is advanced; every wait in the cloud (retries,
 * time-outs, propagation, issuance) is a timer of this clock, so that years can pass in seconds.
 */
export interface Clock {
  /** Milliseconds since the epoch, on the cloud's clock. */
  now(): number;
  /** @param callback may return false to say that it has started nothing: a moving clock then goes on at once */
  setTimeout(callback: () => unknown, milliseconds: number): ClockTimer;
  clearTimeout(timer: ClockTimer | undefined): void;
  sleep(milliseconds: number): Promise<void>;
  /**
   * Marks work that takes real time (a running function, a DNS query): while any is held, an advancing clock waits. All
   * asynchronous work that a timer starts must be held, or the clock runs past it.
   */
  hold<T>(work: () => Promise<T>): Promise<T>;
  /** Advances the clock, firing each timer at its time and waiting for the work that it starts. */
  advance(milliseconds: number): Promise<void>;
  /** Resolves when no work is held. */
  settled(): Promise<void>;
  /** Cancels every timer. */
  stop(): void;
}

const LONGEST_REAL_TIMER = 2 ** 31 - 1;
/**
 * Event-loop turns without held work after which the cloud counts as settled: enough to notice a loopback round trip.
 */
const QUIET_TURNS = 8;

interface Entry extends ClockTimer {
  readonly callback: () => unknown;
}

/** @param startAt the instant at which the clock begins, in milliseconds since the epoch */
export function createClock(startAt: number = Date.now()): Clock {
  let offset = startAt - Date.now();
  let timers: Entry[] = [];
  let realTimer: NodeJS.Timeout | undefined;
  let held = 0;
  const waiting: (() => void)[] = [];
  let moving: Promise<void> = Promise.resolve();
  let isMoving = false;

  const now = () => Date.now() + offset;

  const arm = () => {
    clearTimeout(realTimer);
    const next = timers[0];
    if (!next || isMoving) return;
    realTimer = setTimeout(fireDue, Math.min(Math.max(next.due - now(), 0), LONGEST_REAL_TIMER));
    realTimer.unref();
  };

  const fireDue = () => {
    const instant = now();
    while (timers[0] && timers[0].due <= instant) timers.shift()?.callback();
    arm();
  };

  const settled = async () => {
    for (let quiet = 0; quiet < QUIET_TURNS; quiet += 1) {
      await new Promise((resolve) => setImmediate(resolve));
      if (held > 0) {
        quiet = -1;
        await new Promise<void>((resolve) => waiting.push(resolve));
      }
    }
  };

  const move = async (milliseconds: number) => {
    const target = now() + milliseconds;
    isMoving = true;
    clearTimeout(realTimer);
    try {
      let isQuiet = false;
      for (;;) {
        if (!isQuiet || held > 0) await settled();
        const next = timers[0];
        if (!next || next.due > target) break;
        timers.shift();
        offset = Math.max(offset, next.due - Date.now());
        isQuiet = next.callback() === false;
      }
      offset = Math.max(offset, target - Date.now());
    } finally {
      isMoving = false;
      arm();
    }
  };

  const clock: Clock = {
    now,
    setTimeout(callback, milliseconds) {
      const entry: Entry = { due: now() + Math.max(milliseconds, 0), callback };
      const index = timers.findIndex((timer) => timer.due > entry.due);
      timers.splice(index === -1 ? timers.length : index, 0, entry);
      arm();
      return entry;
    },
    clearTimeout(timer) {
      timers = timers.filter((entry) => entry !== timer);
      arm();
    },
    sleep: (milliseconds) => new Promise((resolve) => clock.setTimeout(resolve, milliseconds)),
    async hold(work) {
      held += 1;
      try {
        return await work();
      } finally {
        held -= 1;
        if (held === 0) waiting.splice(0).forEach((resolve) => resolve());
      }
    },
    advance(milliseconds) {
      moving = moving.then(() => move(milliseconds));
      return moving;
    },
    settled,
    stop() {
      timers = [];
      clearTimeout(realTimer);
    },
  };
  return clock;
}

const MachineDate = Date;

let offset = 0;

/**
 * Sets the difference between the cloud's time and the machine's, in milliseconds. The cloud's clock does not advance
 * while a function runs, so once per invocation is enough.
 */
export function setClockOffset(milliseconds: number): void {
  offset = milliseconds;
}

/** Makes `Date` return the cloud's time; timers still run in real time. */
export function installClock(): void {
  const now = () => MachineDate.now() + offset;
  globalThis.Date = new Proxy(MachineDate, {
    apply: () => new MachineDate(now()).toString(),
    construct: (target, args, newTarget) =>
      Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget) as Date,
    get: (target, property, receiver): unknown => (property === 'now' ? now : Reflect.get(target, property, receiver)),
  });
}

const MachineDate = Date;

let offset = 0;

/**
 * Sets how far the cloud's time is from the machine's, in milliseconds. The cloud's clock does not move while a
 * function runs, so once for each invocation is enough.
 */
export function setClockOffset(milliseconds: number): void {
  offset = milliseconds;
}

/** Makes `Date` tell the cloud's time; timers keep to the pace of real time. */
export function installClock(): void {
  const now = () => MachineDate.now() + offset;
  globalThis.Date = new Proxy(MachineDate, {
    apply: () => new MachineDate(now()).toString(),
    construct: (target, args, newTarget) =>
      Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget) as Date,
    get: (target, property, receiver): unknown => (property === 'now' ? now : Reflect.get(target, property, receiver)),
  });
}

const WIDTH = 30;

/** A certificate's life as a bar: what has passed of it is filled. Times are ISO 8601. */
export function validityBar(notBefore: string, notAfter: string, now: Date): string {
  const begin = Date.parse(notBefore);
  const share = (now.getTime() - begin) / (Date.parse(notAfter) - begin);
  const passed = Math.round(Math.min(1, Math.max(0, share)) * WIDTH);
  return `${'█'.repeat(passed)}${'░'.repeat(WIDTH - passed)}`;
}

/** Caches the result of each argument; a failed call is not cached. */
export function memoize<Result>(load: (key: string) => Promise<Result>): (key: string) => Promise<Result> {
  const cache = new Map<string, Promise<Result>>();
  return (key) => {
    const cached = cache.get(key);
    if (cached) return cached;
    const result = load(key);
    cache.set(key, result);
    result.catch(() => cache.delete(key));
    return result;
  };
}

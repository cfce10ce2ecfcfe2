import { packageService } from '../../scripts/package-service';
import { createRandom } from '../faults/random';
import { drawFaults } from './draw-faults';
import { play } from './play';
void (async () => {
  const seed = Number(process.argv[2]);
  const faults = process.argv[3] === 'none' ? [] : drawFaults(createRandom(seed * 7919));
  const t = Date.now();
  setInterval(()=>console.error(process.uptime(), (globalThis as any).dbg?.()),5000);
  const result = await play(packageService(), seed, { seed, faults });
  if (process.argv[4]) console.log(result.story.join('\n'));
  console.log(JSON.stringify(result.violations, null, 1), result.counts, result.struck.length, Date.now() - t);
  process.exit(0);
})();

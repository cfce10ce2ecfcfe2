#!/usr/bin/env node
import { existsSync } from 'node:fs';

// A checkout runs its sources, so that there is nothing to build; the package has only the bundle of them (`npm pack`).
if (existsSync(new URL('./main.ts', import.meta.url))) {
  await import('tsx');
  await import('./main.ts');
} else await import('../dist/acm-autopilot.cjs');

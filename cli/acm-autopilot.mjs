#!/usr/bin/env node
import { existsSync } from 'node:fs';

// A checkout runs its sources, so that there is nothing to build. The package has only their bundle (package.json, "prepare").
if (existsSync(new URL('./main.ts', import.meta.url))) {
  await import('tsx');
  await import('./main.ts');
} else {
  await import(new URL('../dist/acm-autopilot.cjs', import.meta.url).href);
}

#!/usr/bin/env node
import { existsSync } from 'node:fs';

// A checkout runs its sources, so that there is nothing to build. The package has only their bundle (package.json, "prepare").
const sources = new URL('./main.ts', import.meta.url);
const isCheckout = existsSync(sources);
if (isCheckout) await import('tsx');
const { default: cli } = await import(
  isCheckout ? sources.href : new URL('../dist/acm-autopilot.cjs', import.meta.url).href
);
process.exitCode = await cli.main(process.argv.slice(2));

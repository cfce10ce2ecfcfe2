#!/usr/bin/env node
// tsx runs the TypeScript as it stands: a checkout needs nothing but `npm ci`.
import 'tsx';
const { default: cli } = await import('./main.ts');
process.exitCode = await cli.main(process.argv.slice(2));

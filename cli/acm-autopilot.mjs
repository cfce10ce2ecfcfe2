#!/usr/bin/env node
// tsx runs the TypeScript as it stands: a checkout needs nothing but `npm ci`.
import 'tsx';
await import('./main.ts');

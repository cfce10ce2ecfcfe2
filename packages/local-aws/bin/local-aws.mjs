#!/usr/bin/env node
// The SDK announces on every run which Node its releases of 2027 will need; the output is for our own words.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
// tsx runs the TypeScript sources as they are.
await import('tsx');
await import('../src/command-line.ts');

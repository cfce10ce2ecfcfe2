// The SDK announces on every run that releases of 2027 need Node 22; the test output is for our own words.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

/** @type {import('jest').Config} */
module.exports = {
  displayName: 'local-aws',
  testEnvironment: 'node',
  roots: ['<rootDir>/tests'],
  transform: { '\\.ts$': '<rootDir>/tests/typescript-module.cjs' },
  testTimeout: 30_000,
};

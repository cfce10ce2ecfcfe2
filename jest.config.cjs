const { availableParallelism } = require('node:os');

// The SDK announces on every run that releases of 2027 need Node 22; the test output is for our own words.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

/** @type {import('jest').Config} */
module.exports = {
  // `npm run test:service` and `npm run test:local-aws` run one of them.
  projects: ['<rootDir>/jest.config.cjs', '<rootDir>/packages/local-aws/jest.config.cjs'],
  displayName: 'service',
  testEnvironment: 'node',
  roots: ['<rootDir>/tests'],
  // The packaged service is what the package and end-to-end tests are about.
  globalSetup: '<rootDir>/tests/package-service.ts',
  transform: {
    '\\.ts$': '<rootDir>/tests/typescript-module.cjs',
    // As esbuild bundles them (serverless.yml, custom.esbuild.loader).
    '\\.(md|html|css|page\\.js)$': '<rootDir>/tests/text-module.cjs',
  },
  testSequencer: '<rootDir>/tests/sequencer.cjs',
  testTimeout: 30_000,
  // The commands and the packaged service also wait in real time: one worker more than cores keeps all of them busy.
  maxWorkers: availableParallelism() + 1,
};

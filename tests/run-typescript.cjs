/*
 * `node --require tests/run-typescript.cjs file.ts`: what tsx does, in a third of the time for a process that is started anew
 * for each test. What was compiled once is kept until it changes.
 */
const { createHash } = require('node:crypto');
const { mkdirSync, readFileSync, renameSync, writeFileSync } = require('node:fs');
const { tmpdir, userInfo } = require('node:os');
const { join } = require('node:path');

const CACHE = join(tmpdir(), `acm-autopilot-typescript-${userInfo().uid}`);
mkdirSync(CACHE, { recursive: true, mode: 0o700 });

require.extensions['.ts'] = (module, path) => {
  const text = readFileSync(path, 'utf8');
  module._compile(compiled(text, path), path);
};

function compiled(text, path) {
  const cached = join(CACHE, createHash('sha256').update(path).update(text).digest('hex'));
  try {
    return readFileSync(cached, 'utf8');
  } catch {
    const { code } = require('./typescript-module.cjs').compile(text, path, false);
    // Another process may read it meanwhile.
    const written = `${cached}.${process.pid}`;
    writeFileSync(written, code);
    renameSync(written, cached);
    return code;
  }
}

// As esbuild bundles them (serverless.yml, custom.esbuild.loader).
for (const extension of ['.md', '.html', '.css']) {
  require.extensions[extension] = (module, path) => {
    module.exports = readFileSync(path, 'utf8');
  };
}

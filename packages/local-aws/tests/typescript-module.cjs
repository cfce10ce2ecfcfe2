const { transformSync } = require('esbuild');

/** Jest's transformer: types are only taken away; `tsc` checks them. */
module.exports = {
  process: (text, sourcefile) =>
    transformSync(text, {
      sourcefile,
      loader: 'ts',
      format: 'cjs',
      target: 'node20.19',
      // Jest runs modules in a context that has no import().
      supported: { 'dynamic-import': false },
      sourcemap: 'external',
      sourcesContent: false,
    }),
};

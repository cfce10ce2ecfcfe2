const { transformSync } = require('esbuild');

/** A TypeScript file as the CommonJS module that esbuild makes of it: types are taken away, and checked by `npm run check`. */
const compile = (text, path, sourcemap) =>
  transformSync(text, {
    sourcefile: path,
    loader: 'ts',
    format: 'cjs',
    target: 'node20.19',
    // Jest runs modules in a context that has no import().
    supported: { 'dynamic-import': false },
    sourcemap,
    sourcesContent: false,
  });

module.exports = {
  compile,
  /** As a transformer of Jest's. */
  process: (text, path) => {
    const { code, map } = compile(text, path, 'external');
    return { code, map };
  },
};

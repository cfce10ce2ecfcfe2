const { transformSync } = require('esbuild');

/** A TypeScript file as the module that esbuild makes of it: types are taken away, and checked by `npm run check`. */
module.exports = {
  process: (text, path) => {
    const { code, map } = transformSync(text, {
      sourcefile: path,
      loader: 'ts',
      format: 'cjs',
      target: 'node20.19',
      // Jest runs modules in a context that has no import().
      supported: { 'dynamic-import': false },
      sourcemap: 'external',
      sourcesContent: false,
    });
    return { code, map };
  },
};

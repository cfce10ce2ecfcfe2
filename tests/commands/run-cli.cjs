require('../run-typescript.cjs');
const { main } = require('../../cli/main.ts');

void main(process.argv.slice(2)).then((status) => {
  process.exitCode = status;
});

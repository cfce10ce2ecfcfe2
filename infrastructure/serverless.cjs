// What serverless.yml takes from the typed part of this folder: each file says at its end what it gives.
require('tsx/cjs/api').register();
const { alarms } = require('./alarms.ts');
const { channels, executionEndedTargets } = require('./channels.ts');
const { functions } = require('./function-entries.ts');
const { busSenders, roles } = require('./roles.ts');

module.exports = { alarms, busSenders, channels, executionEndedTargets, functions, roles };

const { default: Sequencer } = require('@jest/test-sequencer');

/** What takes longest goes first, so that no core is idle at the end; Jest itself knows that only from the second run on. */
const LONGEST = ['commands/chaos', 'commands/life', 'e2e/whole-life', 'commands/', 'e2e/'];

const rank = ({ path }) => {
  const at = LONGEST.findIndex((part) => path.includes(`/tests/${part}`));
  return at === -1 ? LONGEST.length : at;
};

module.exports = class extends Sequencer {
  async sort(tests) {
    const sorted = await super.sort(tests);
    return sorted.toSorted((one, other) => rank(one) - rank(other));
  }
};

import { SOON_DAYS } from '../../domain/assessment/attention';
import age from './age.page.js';
import certificates from './certificates.page.js';
import chosen from './chosen.page.js';
import details from './details.page.js';
import element from './element.page.js';
import filter from './filter.page.js';
import row from './row.page.js';
import search from './search.page.js';
import show from './show.page.js';
import sort from './sort.page.js';
import table from './table.page.js';
import timeline from './timeline.page.js';
import words from './words.page.js';

/**
 * The page's script: its files one after the other, in one scope that nobody else sees; each may use what those before it have begun,
 * and the domain's `SOON_DAYS`.
 */
export const script = [
  `(() => {\n'use strict';`,
  `const SOON_DAYS = ${SOON_DAYS};`,
  ...[certificates, words, element, chosen, timeline, row, details, sort, search, filter, table, age, show],
  '})();',
].join('\n');

import { SOON_DAYS } from '../domain/assessment/attention';
import certificates from './script/certificates.page.js';
import rows from './script/rows.page.js';
import selection from './script/selection.page.js';
import tables from './script/tables.page.js';
import base from './style/base.css';
import overview from './style/overview.css';
import rowStyle from './style/rows.css';
import table from './style/table.css';

/** The page's script: its files in one private scope, each using the definitions of those before it, and the domain's `SOON_DAYS`. */
export const script = [
  `(() => {\n'use strict';`,
  `const SOON_DAYS = ${SOON_DAYS};`,
  ...[certificates, rows, selection, tables],
  '})();',
].join('\n');

/** The page's style sheet. Each file ends with its rules for narrow screens, forced colours and print. */
export const style = [base, overview, table, rowStyle].join('\n');

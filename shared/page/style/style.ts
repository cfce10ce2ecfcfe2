import base from './base.css';
import details from './details.css';
import headline from './headline.css';
import row from './row.css';
import runbook from './runbook.css';
import table from './table.css';
import theme from './theme.css';
import timeline from './timeline.css';
import tools from './tools.css';

/** The page's style, from its top to its foot; what a narrow screen or a printer changes stands in each file at the end. */
export const style = [theme, base, headline, tools, table, row, timeline, details, runbook].join('\n');

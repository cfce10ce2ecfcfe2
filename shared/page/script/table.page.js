/* The tables: certificates of this deployment, and others apart. */
/** A key that is typed in the search must cost no more than a blink: few rows at first, and more for whoever asks. */
const FIRST_ROWS = 50;
const MORE_ROWS = 200;

/** A table, which shows those of the certificates that it is given that are its own. */
function tableOf(title, isManaged) {
  const all = certificates.filter((each) => each.isManaged === isManaged).length;
  const count = element('span');
  const id = isManaged ? 'managed' : 'foreign';
  const heading = element('h2', { id }, `${title} `, count);
  const table = element('table', { role: 'table', 'aria-labelledby': id }, tableHead());
  const more = element('button', { type: 'button', className: 'more' });
  let found = [];

  function addRows(count) {
    const from = table.tBodies.length;
    table.append(...found.slice(from, from + count).map(rowOf));
    const rest = found.length - table.tBodies.length;
    more.textContent = rest <= MORE_ROWS ? `Show the other ${rest}` : `Show ${MORE_ROWS} more of ${number(rest)}`;
    more.hidden = rest <= 0;
    return table.tBodies[from];
  }

  more.addEventListener('click', () => addRows(MORE_ROWS).querySelector('.opener').focus());
  return {
    isNeeded: all > 0,
    elements: [heading, table, more],
    show(every) {
      found = every.filter((each) => each.isManaged === isManaged);
      count.textContent = found.length === all ? number(all) : `${number(found.length)} of ${number(all)}`;
      for (const body of [...table.tBodies]) body.remove();
      if (found.length === 0) table.append(noRow());
      addRows(FIRST_ROWS);
    },
  };
}

function tableHead() {
  const heads = [
    sortHead('verdict', 'Verdict'),
    sortHead('name', 'Certificate'),
    columnHead('life', element('span', { className: 'unseen' }, 'Life'), ticks()),
    sortHead('left', 'Left'),
  ];
  return element('thead', { role: 'rowgroup' }, element('tr', { role: 'row' }, ...heads));
}

const noRow = () =>
  element(
    'tbody',
    { role: 'rowgroup' },
    element('tr', { role: 'row' }, element('td', { className: 'none', colSpan: 4, role: 'cell' }, 'None that fits.')),
  );

/* The tables of managed and unmanaged certificates, and the first update of the page. This script runs last. */

// A key typed in the search field must not cause a noticeable delay, so few rows are shown at first.
const FIRST_ROWS = 50;
const MORE_ROWS = 200;

/** A table of either the managed or the unmanaged certificates. */
function createTable(title, isManaged) {
  const total = certificates.filter((each) => each.isManaged === isManaged).length;
  const count = element('span');
  const id = isManaged ? 'managed' : 'unmanaged';
  const heading = element('h2', { id }, `${title} `, count);
  const table = element('table', { role: 'table', 'aria-labelledby': id }, tableHead());
  const more = element('button', { type: 'button', className: 'more' });
  let matches = [];

  function addRows(limit) {
    const from = table.tBodies.length;
    table.append(...matches.slice(from, from + limit).map(rowOf));
    const rest = matches.length - table.tBodies.length;
    more.textContent = rest <= MORE_ROWS ? `Show the remaining ${rest}` : `Show ${MORE_ROWS} more of ${number(rest)}`;
    more.hidden = rest <= 0;
    return table.tBodies[from];
  }

  more.addEventListener('click', () => addRows(MORE_ROWS).querySelector('.toggle').focus());
  return {
    isNeeded: total > 0,
    elements: [heading, table, more],
    show(allMatches) {
      matches = allMatches.filter((each) => each.isManaged === isManaged);
      count.textContent = matches.length === total ? number(total) : `${number(matches.length)} of ${number(total)}`;
      for (const body of [...table.tBodies]) body.remove();
      if (matches.length === 0) table.append(emptyRow());
      addRows(FIRST_ROWS);
    },
  };
}

function tableHead() {
  const heads = [
    sortHead('verdict', 'Verdict'),
    sortHead('name', 'Certificate'),
    columnHead('validity', element('span', { className: 'visually-hidden' }, 'Validity'), ticks()),
    sortHead('days-left', 'Days left'),
  ];
  return element('thead', { role: 'rowgroup' }, element('tr', { role: 'row' }, ...heads));
}

function emptyRow() {
  const cell = element('td', { className: 'none', colSpan: 4, role: 'cell' }, 'No matching certificates.');
  return element('tbody', { role: 'rowgroup' }, element('tr', { role: 'row' }, cell));
}

const tables = [
  createTable('Managed by this deployment', true),
  createTable('Not managed by this deployment', false),
].filter(({ isNeeded }) => isNeeded);

/** Shows the certificates that match the selection. */
function update() {
  const matchesSearch = matcher(selection.search);
  const matches = inOrder(selection.order).filter((each) => matchesFilters(each) && matchesSearch(each));
  for (const table of tables) table.show(matches);
  showOrder();
  showFilters();
  if (searchField.value !== selection.search) searchField.value = selection.search;
  document.getElementById('match-count').textContent = matchCount(matches.length);
}

/** The number of matches; a screen reader announces each change. */
function matchCount(matches) {
  const all = certificates.length === 1 ? '1 certificate' : `${number(certificates.length)} certificates`;
  if (matches === certificates.length) return all;
  return `${number(matches)} of ${all} ${matches === 1 ? 'matches' : 'match'}`;
}

/** Warns that the page is out of date if it is older than the sweep schedule allows. */
function warnIfStale() {
  const daysOld = Math.floor((Date.now() / 1_000 - sweptAt) / DAY);
  if (daysOld < 2) return;
  const warning = document.getElementById('stale');
  warning.append(
    element('strong', {}, `This page is ${daysOld} days old.`),
    ' Sweeps update it daily: either this is an old copy, or no sweep has succeeded since.',
  );
  warning.hidden = false;
}

document.getElementById('lists').append(...tables.flatMap(({ elements }) => elements));
document.getElementById('tools').hidden = certificates.length === 0;
document.getElementById('empty').hidden = certificates.length > 0;
update();
warnIfStale();

/* Sorting, searching and filtering. Every control changes the selection through select(). */
const selection = { search: '', attention: '', verdict: '', order: 'urgency' };

/** Changes the selection and updates the page. */
function select(changes) {
  Object.assign(selection, changes);
  update();
}

const URGENCY = ['action-required', 'in-progress', 'ok', 'ignored'];

const byName = (a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
const byUrgency = (a, b) => URGENCY.indexOf(a.attention) - URGENCY.indexOf(b.attention);
/** A certificate that was never issued has no days left; it comes last in either direction. */
const byDaysLeft = (direction) => (a, b) =>
  a.daysLeft === null || b.daysLeft === null
    ? Number(a.daysLeft === null) - Number(b.daysLeft === null)
    : direction * (a.daysLeft - b.daysLeft);
const byIssueDate = (a, b) => (b.notBefore ?? 0) - (a.notBefore ?? 0);

/** The sort orders, for each column the most useful one first. Ties are sorted by name. */
const ORDERS = {
  urgency: { column: 'verdict', direction: 'descending', keys: [byUrgency, byDaysLeft(1)] },
  'least-urgent': { column: 'verdict', direction: 'ascending', keys: [(a, b) => byUrgency(b, a), byDaysLeft(-1)] },
  name: { column: 'name', direction: 'ascending', keys: [] },
  'name-descending': { column: 'name', direction: 'descending', keys: [(a, b) => byName(b, a)] },
  'fewest-days': { column: 'days-left', direction: 'ascending', keys: [byDaysLeft(1)] },
  'most-days': { column: 'days-left', direction: 'descending', keys: [byDaysLeft(-1)] },
  newest: { column: 'validity', direction: 'descending', keys: [byIssueDate] },
};
const sortedCertificates = new Map();

/** All certificates in an order, cached because they never change. */
function inOrder(order) {
  if (!sortedCertificates.has(order)) {
    const keys = [...ORDERS[order].keys, byName];
    const compare = (a, b) => keys.reduce((difference, key) => difference || key(a, b), 0);
    sortedCertificates.set(order, [...certificates].sort(compare));
  }
  return sortedCertificates.get(order);
}

/** A column head that sorts by its column, and reverses the order when clicked again. */
function sortHead(column, title) {
  const button = element('button', { type: 'button', className: 'sort' }, title);
  button.addEventListener('click', () => {
    const orders = Object.keys(ORDERS).filter((order) => ORDERS[order].column === column);
    select({ order: orders[(orders.indexOf(selection.order) + 1) % orders.length] });
  });
  return columnHead(column, button);
}

const columnHead = (column, ...content) =>
  element('th', { role: 'columnheader', scope: 'col', 'data-column': column }, ...content);

/** Shows the sort order in the column heads and in the "Sort by" list. */
function showOrder() {
  const { column, direction } = ORDERS[selection.order];
  for (const head of document.querySelectorAll('[data-column]')) {
    if (head.dataset.column === column) head.setAttribute('aria-sort', direction);
    else head.removeAttribute('aria-sort');
  }
  document.getElementById('order').value = selection.order;
}

document.getElementById('order').addEventListener('change', ({ target }) => select({ order: target.value }));

const searchField = document.getElementById('search');
const searchTexts = new Map(certificates.map((certificate) => [certificate, searchText(certificate)]));

function searchText({ name, otherNames, arn, verdict, reasons, healthIssue, usedBy, type, keyAlgorithm }) {
  const texts = [name, ...otherNames, arn, verdict, spaced(verdict), ...reasons];
  return [...texts, healthIssue, ...usedBy, type, keyAlgorithm].join('\n').toLowerCase();
}

/** A predicate for certificates that contain every word of a search. */
function matcher(search) {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return (certificate) => words.every((word) => searchTexts.get(certificate).includes(word));
}

searchField.addEventListener('input', () => select({ search: searchField.value }));
searchField.addEventListener('keydown', (event) => {
  if (event.key === 'Escape') select({ search: '' });
});
searchField.form.addEventListener('submit', (event) => event.preventDefault());

// `/` focuses the search field, except while typing in a field.
document.addEventListener('keydown', (event) => {
  if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey) return;
  if (/^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement?.tagName ?? '')) return;
  event.preventDefault();
  searchField.focus();
});

const tiles = [...document.querySelectorAll('.tile')];
const verdictField = document.getElementById('verdict');
const showAll = document.getElementById('show-all');

/** Whether a certificate matches the selected attention and verdict. */
const matchesFilters = ({ attention, verdict }) =>
  (!selection.attention || attention === selection.attention) && (!selection.verdict || verdict === selection.verdict);

/** The options of the "Verdict" list with their counts, the most urgent first. */
function verdictOptions() {
  const counts = new Map();
  for (const { verdict } of inOrder('urgency')) counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
  return [
    element('option', { value: '' }, `all (${number(certificates.length)})`),
    ...[...counts].map(([verdict, count]) =>
      element('option', { value: verdict }, `${spaced(verdict)} (${number(count)})`),
    ),
  ];
}

/** Shows the filters in the tiles and in the "Verdict" list. */
function showFilters() {
  for (const tile of tiles) tile.setAttribute('aria-pressed', String(tile.dataset.attention === selection.attention));
  verdictField.value = selection.verdict;
  showAll.hidden = !selection.search && !selection.attention && !selection.verdict;
}

verdictField.append(...verdictOptions());
verdictField.addEventListener('change', () => select({ verdict: verdictField.value, attention: '' }));
for (const tile of tiles) {
  tile.addEventListener('click', () => {
    const { attention } = tile.dataset;
    select({ attention: selection.attention === attention ? '' : attention, verdict: '' });
  });
}
showAll.addEventListener('click', () => {
  select({ search: '', attention: '', verdict: '' });
  // The button is hidden now, so keyboard focus would be lost.
  searchField.focus();
});

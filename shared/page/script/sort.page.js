/* The orders of the tables: chosen in the list "Sort by", or by the head of a column, which turns its order round. */
const URGENCY = ['action-required', 'in-progress', 'ok', 'ignored'];

const byName = (a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
const byUrgency = (a, b) => URGENCY.indexOf(a.attention) - URGENCY.indexOf(b.attention);
/** One that was never issued has no days left to compare: it comes last, either way. */
const byDaysLeft = (direction) => (a, b) =>
  a.daysLeft === null || b.daysLeft === null
    ? Number(a.daysLeft === null) - Number(b.daysLeft === null)
    : direction * (a.daysLeft - b.daysLeft);
const byIssue = (a, b) => (b.notBefore ?? 0) - (a.notBefore ?? 0);

/** Each order, the most telling one of a column first; equals are told apart by their name. */
const ORDERS = {
  urgency: { column: 'verdict', direction: 'descending', keys: [byUrgency, byDaysLeft(1)] },
  calm: { column: 'verdict', direction: 'ascending', keys: [(a, b) => byUrgency(b, a), byDaysLeft(-1)] },
  name: { column: 'name', direction: 'ascending', keys: [] },
  reversed: { column: 'name', direction: 'descending', keys: [(a, b) => byName(b, a)] },
  ending: { column: 'left', direction: 'ascending', keys: [byDaysLeft(1)] },
  lasting: { column: 'left', direction: 'descending', keys: [byDaysLeft(-1)] },
  issued: { column: 'life', direction: 'descending', keys: [byIssue] },
};
const sorted = new Map();

/** All certificates in this order: sorted once, as they never change. */
function inOrder(order) {
  if (!sorted.has(order)) {
    const keys = [...ORDERS[order].keys, byName];
    const compare = (a, b) => keys.reduce((difference, key) => difference || key(a, b), 0);
    sorted.set(order, [...certificates].sort(compare));
  }
  return sorted.get(order);
}

/** A column's head that sorts by it. */
function sortHead(column, title) {
  const button = element('button', { type: 'button', className: 'sort' }, title);
  button.addEventListener('click', () => {
    const orders = Object.keys(ORDERS).filter((order) => ORDERS[order].column === column);
    choose({ order: orders[(orders.indexOf(chosen.order) + 1) % orders.length] });
  });
  return columnHead(column, button);
}

const columnHead = (column, ...content) =>
  element('th', { role: 'columnheader', scope: 'col', 'data-column': column }, ...content);

/** Says at the heads, and in the list, how the tables are sorted. */
function showOrder() {
  const { column, direction } = ORDERS[chosen.order];
  for (const head of document.querySelectorAll('[data-column]')) {
    if (head.dataset.column === column) head.setAttribute('aria-sort', direction);
    else head.removeAttribute('aria-sort');
  }
  document.getElementById('order').value = chosen.order;
}

document.getElementById('order').addEventListener('change', ({ target }) => choose({ order: target.value }));

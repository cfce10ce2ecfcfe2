/* What is shown: follows from what is chosen. The last of the files, which begins. */
const tables = [tableOf('Managed by this deployment', true), tableOf('Not managed by this deployment', false)].filter(
  ({ isNeeded }) => isNeeded,
);

/** Changes what is chosen, and shows it. */
function choose(changes) {
  Object.assign(chosen, changes);
  show();
}

function show() {
  const isFound = finder(chosen.search);
  const found = inOrder(chosen.order).filter((each) => isChosen(each) && isFound(each));
  for (const table of tables) table.show(found);
  showOrder();
  showFilters();
  if (searchField.value !== chosen.search) searchField.value = chosen.search;
  document.getElementById('shown').textContent = countOf(found.length);
}

/** How many there are, and fit: read out when it changes. */
function countOf(found) {
  const all = certificates.length === 1 ? '1 certificate' : `${number(certificates.length)} certificates`;
  return found === certificates.length ? all : `${number(found)} of ${all} ${found === 1 ? 'fits' : 'fit'}`;
}

document.getElementById('lists').append(...tables.flatMap(({ elements }) => elements));
document.getElementById('tools').hidden = certificates.length === 0;
document.getElementById('empty').hidden = certificates.length > 0;
show();

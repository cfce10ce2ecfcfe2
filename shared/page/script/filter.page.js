/* Filters: each tile shows one kind of attention at a click and all at another; the list "Verdict" shows one verdict. */
const tiles = [...document.querySelectorAll('.tile')];
const verdictField = document.getElementById('verdict');
const showAll = document.getElementById('show-all');

/** Whether a certificate matches the chosen attention and verdict. */
const isChosen = ({ attention, verdict }) =>
  (!chosen.attention || attention === chosen.attention) && (!chosen.verdict || verdict === chosen.verdict);

/** Each verdict that there is, and how many have it; the most urgent first. */
function verdictChoices() {
  const counts = new Map();
  for (const { verdict } of inOrder('urgency')) counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
  return [
    element('option', { value: '' }, `all (${number(certificates.length)})`),
    ...[...counts].map(([verdict, count]) =>
      element('option', { value: verdict }, `${spaced(verdict)} (${number(count)})`),
    ),
  ];
}

/** Says at the tiles, and in the list, what is chosen. */
function showFilters() {
  for (const tile of tiles) tile.setAttribute('aria-pressed', String(tile.dataset.attention === chosen.attention));
  verdictField.value = chosen.verdict;
  showAll.hidden = !chosen.search && !chosen.attention && !chosen.verdict;
}

verdictField.append(...verdictChoices());
verdictField.addEventListener('change', () => choose({ verdict: verdictField.value, attention: '' }));
for (const tile of tiles) {
  tile.addEventListener('click', () => {
    const { attention } = tile.dataset;
    choose({ attention: chosen.attention === attention ? '' : attention, verdict: '' });
  });
}
showAll.addEventListener('click', () => {
  choose({ search: '', attention: '', verdict: '' });
  // The button is gone now: whoever used it by keyboard would be nowhere.
  searchField.focus();
});

/* Filters: the tiles show one concern at a click and all at another; the list "Verdict" shows one verdict. */
const tiles = [...document.querySelectorAll('.tile')];
const verdictField = document.getElementById('verdict');
const showAll = document.getElementById('show-all');

/** Whether a certificate is of the concern and the verdict that are chosen. */
const isChosen = ({ concern, verdict }) =>
  (!chosen.concern || concern === chosen.concern) && (!chosen.verdict || verdict === chosen.verdict);

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
  for (const tile of tiles) tile.setAttribute('aria-pressed', String(tile.dataset.concern === chosen.concern));
  verdictField.value = chosen.verdict;
  showAll.hidden = !chosen.search && !chosen.concern && !chosen.verdict;
}

verdictField.append(...verdictChoices());
verdictField.addEventListener('change', () => choose({ verdict: verdictField.value, concern: '' }));
for (const tile of tiles) {
  tile.addEventListener('click', () => {
    const { concern } = tile.dataset;
    choose({ concern: chosen.concern === concern ? '' : concern, verdict: '' });
  });
}
showAll.addEventListener('click', () => {
  choose({ search: '', concern: '', verdict: '' });
  // The button is gone now: whoever used it by keyboard would be nowhere.
  searchField.focus();
});

/* Search: each word that is typed is somewhere in what the page knows of a certificate. */
const searchField = document.getElementById('search');
const searched = new Map(certificates.map((certificate) => [certificate, searchedText(certificate)]));

function searchedText({ name, otherNames, arn, verdict, reasons, healthIssue, usedBy, type, key }) {
  const texts = [name, ...otherNames, arn, verdict, spaced(verdict), ...reasons, healthIssue, ...usedBy, type, key];
  return texts.join('\n').toLowerCase();
}

/** Whether a certificate has all words of a search. */
function finder(search) {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return (certificate) => words.every((word) => searched.get(certificate).includes(word));
}

searchField.addEventListener('input', () => choose({ search: searchField.value }));
searchField.addEventListener('keydown', (event) => {
  if (event.key === 'Escape') choose({ search: '' });
});
searchField.form.addEventListener('submit', (event) => event.preventDefault());

// `/` leads to the search from anywhere but a field.
document.addEventListener('keydown', (event) => {
  if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey) return;
  if (/^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement?.tagName ?? '')) return;
  event.preventDefault();
  searchField.focus();
});

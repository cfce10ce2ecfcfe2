/* What the page carries: the JSON beside it, its rows of bare values as objects. */
const data = JSON.parse(document.getElementById('data').textContent);
/** When the sweep looked, in seconds, as all times here are. */
const sweptAt = Date.parse(data.at) / 1_000;
const DAY = 86_400;
const certificates = data.rows.map(certificateOf);

/** A row as an object; texts are kept once, and referred to by their place (page-data.ts). */
function certificateOf(row, place) {
  const values = Object.fromEntries(data.columns.map((column, at) => [column, row[at]]));
  const text = (at) => (at === null || at === undefined ? undefined : data.texts[at]);
  const { id, notBefore, renewalStart, notAfter, otherNames, moreNames, daysLeft, serial } = values;
  return {
    place,
    arn: id.startsWith('arn:') ? id : `arn:aws:acm:${data.region}:${data.account}:certificate/${id}`,
    name: values.domainName || id,
    ...{ otherNames, moreNames, daysLeft, notBefore, renewalStart, notAfter, serial },
    attention: text(values.attention),
    verdict: text(values.verdict),
    reasons: values.reasons.map(text),
    healthIssue: text(values.healthIssue),
    advice: text(values.advice),
    isManaged: values.isManaged === 1,
    isInUse: values.isInUse === 1,
    type: text(values.type),
    key: text(values.keyAlgorithm),
    usedBy: values.usedBy.map(text),
    served: values.served.map(([by, asked, other, error, cover]) => ({
      by: text(by),
      asked: text(asked),
      other: text(other),
      error: text(error),
      cover: text(cover),
    })),
  };
}

/* What a row shows when it is open: why, what happens, what to do; and all that is known. */

function detailsRow(certificate, id) {
  const inside = element('div', { className: 'inside' }, sayings(certificate), facts(certificate));
  return element('tr', { id, role: 'row' }, element('td', { colSpan: 4, role: 'cell' }, inside));
}

function sayings({ verdict, reasons, healthIssue, advice }) {
  const says = element('div', { className: 'says' }, element('h3', {}, 'Why'));
  for (const reason of reasons) says.append(element('p', {}, reason));
  const meaning = data.errorMap[verdict];
  if (meaning) says.append(element('h3', {}, 'What happens'), element('p', {}, `${initial(meaning.happens)}.`));
  if (advice) says.append(element('h3', {}, 'What to do'), element('p', {}, advice));
  if (healthIssue)
    says.append(element('p', {}, element('a', { href: `#runbook-${healthIssue}` }, `Runbook: ${healthIssue}`)));
  return says;
}

function facts(certificate) {
  const { arn, name, otherNames, moreNames, type, key, serial } = certificate;
  const { notBefore, renewalStart, notAfter, usedBy, served } = certificate;
  const list = element('dl');
  const fact = (title, ...values) => {
    if (values.length > 0) list.append(element('dt', {}, title), element('dd', {}, ...values));
  };
  const more = moreNames === 0 ? [] : [`and ${moreNames} more, in inventory.json`];
  fact('Names', ...[name, ...otherNames, ...more].map((line) => element('div', {}, line)));
  const [, , , region, , resource = ''] = arn.split(':');
  const link = `https://${region}.console.aws.amazon.com/acm/home?region=${region}#/certificates/${resource.split('/').at(-1)}`;
  fact('Certificate', element('a', { href: link, rel: 'noreferrer' }, element('code', {}, arn)));
  fact('Kind', [spaced(type.toLowerCase()), spaced(key)].filter(Boolean).join(', '));
  if (serial) fact('Serial number', element('code', {}, serial));
  if (notBefore !== null) fact('Issued', day(notBefore));
  if (renewalStart !== null) fact('Renews from', day(renewalStart));
  if (notAfter !== null) fact('Expires', day(notAfter));
  fact('Used by', ...usedBy.map((used) => element('div', { title: used }, nameOf(used))));
  fact('Served', ...(served.length === 0 ? ['not looked at'] : served.map(servedLine)));
  return list;
}

const day = (instant) => element('time', { dateTime: new Date(instant * 1_000).toISOString() }, date(instant));

function servedLine({ by, asked, other, error, cover }) {
  if (error) return element('div', { className: 'wrong' }, `✗ ${nameOf(by)}: ${error}`);
  if (other) {
    const wrong = `✗ ${nameOf(by)} serves another one for ${asked}, serial number `;
    return element('div', { className: 'wrong' }, wrong, element('code', {}, other));
  }
  if (cover) {
    const covered = `✓ ${nameOf(by)} serves another one of this deployment that covers ${asked}: `;
    return element('div', {}, covered, element('code', {}, cover));
  }
  return element('div', {}, `✓ ${nameOf(by)} serves this certificate`);
}

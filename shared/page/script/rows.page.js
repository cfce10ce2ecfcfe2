/* The rows of the tables: verdict, name, timeline and days left, and the details of an expanded row. */
const rows = new Map();

/** Returns a certificate's row. It is created only once, so that an expanded row stays expanded when the table is sorted. */
function rowOf(certificate) {
  const row = rows.get(certificate) ?? createRow(certificate);
  rows.set(certificate, row);
  return row;
}

function createRow(certificate) {
  const { position, attention, verdict } = certificate;
  const toggle = element(
    'button',
    { type: 'button', className: 'toggle', 'aria-expanded': 'false' },
    element('b', {}, certificate.name),
  );
  const row = element(
    'tr',
    { className: 'row', role: 'row' },
    element('td', { role: 'cell' }, element('span', { className: 'verdict' }, mark(attention), spaced(verdict))),
    element('th', { className: 'name', role: 'rowheader', scope: 'row' }, toggle, ...summaryLines(certificate)),
    element('td', { role: 'cell' }, timeline(certificate)),
    element('td', { className: daysClass(certificate), role: 'cell' }, ...daysLeft(certificate)),
  );
  const body = element('tbody', { 'data-attention': attention, role: 'rowgroup' }, row);
  row.addEventListener('click', () => {
    // Selecting a name to copy it must not expand the row.
    if (getSelection().isCollapsed) toggleDetails(body, toggle, certificate, `details-${position}`);
  });
  return body;
}

/** Expands or collapses a row. The details are created on demand, because most rows are never expanded. */
function toggleDetails(body, toggle, certificate, id) {
  body.rows[1] ?? body.append(detailsRow(certificate, id));
  const isExpanded = toggle.getAttribute('aria-expanded') === 'true';
  toggle.setAttribute('aria-expanded', String(!isExpanded));
  toggle.setAttribute('aria-controls', id);
  body.rows[1].hidden = isExpanded;
}

/** The lines below a name: other names and users, and the reason if the certificate needs attention. */
function summaryLines({ name, otherNames, moreNames, attention, reasons, usedBy, isInUse }) {
  const others = otherNames.length + moreNames;
  const parts = [
    others === 0 ? '' : `and ${others === 1 && moreNames === 0 ? otherNames[0] : `${others} other names`}`,
    usedBy.length === 0 ? (isInUse ? 'in use' : 'not in use') : usedBy.map(resourceName).join(', '),
  ];
  const lines = [element('span', { className: 'summary' }, parts.filter(Boolean).join(' · '))];
  const needsNoAttention = attention === 'ok' || attention === 'ignored';
  if (!needsNoAttention && reasons[0])
    lines.push(element('span', { className: 'reason' }, shortReason(reasons[0], name)));
  return lines;
}

const daysClass = ({ daysLeft: days, isInUse }) =>
  days !== null && days <= SOON_DAYS && isInUse ? 'days soon' : 'days';

function daysLeft({ daysLeft: days }) {
  if (days === null) return ['not issued'];
  const unit = Math.abs(days) === 1 ? 'day' : 'days';
  const figure = element('b', {}, number(Math.abs(days)));
  return days < 0 ? ['expired ', figure, ` ${unit} ago`] : [figure, ` ${unit}`];
}

/* The timelines share one scale. */
const scale = scaleOf(certificates);

/** The period that every timeline covers: all certificates, limited to a little more than ACM's validity of 198 days each way. */
function scaleOf(all) {
  const maxSpan = 210 * DAY;
  const [first, last] = all.reduce(
    ([from, to], { notBefore, notAfter }) => [Math.min(from, notBefore ?? sweptAt), Math.max(to, notAfter ?? sweptAt)],
    [sweptAt - 30 * DAY, sweptAt + 60 * DAY],
  );
  const from = Math.max(first, sweptAt - maxSpan) - 5 * DAY;
  const to = Math.min(last, sweptAt + maxSpan) + 5 * DAY;
  return {
    from,
    to,
    /** The position of a time in percent, clamped to the edges. */
    at: (time) => Math.min(100, Math.max(0, ((time - from) / (to - from)) * 100)),
  };
}

/** A certificate's timeline: bars, with the dates as alternative text. */
function timeline({ notBefore, renewalStart, notAfter }) {
  if (notBefore === null || notAfter === null) {
    return element('div', { className: 'timeline', 'aria-hidden': 'true' }, bar('today', sweptAt));
  }
  const renews = renewalStart === null ? '' : `renews from ${date(renewalStart)}, `;
  const label = `Issued ${date(notBefore)}, ${renews}${notAfter < sweptAt ? 'expired' : 'expires'} ${date(notAfter)}`;
  const line = element('div', { className: 'timeline', role: 'img', 'aria-label': label, title: label });
  line.append(bar('validity', notBefore, notAfter));
  if (sweptAt > notBefore) line.append(bar('elapsed', notBefore, Math.min(sweptAt, notAfter)));
  if (renewalStart !== null) line.append(bar('renewal-window', renewalStart, notAfter));
  line.append(bar('today', sweptAt));
  return line;
}

function bar(className, from, to) {
  const created = element('i', { className });
  created.style.left = `${scale.at(from)}%`;
  if (to !== undefined) created.style.width = `${Math.max(0.4, scale.at(to) - scale.at(from))}%`;
  return created;
}

/** The labels of the scale: as many months as fit, and the date of the sweep. */
function ticks() {
  const line = element('div', { className: 'ticks', 'aria-hidden': 'true' });
  const months = (scale.to - scale.from) / (30.44 * DAY);
  const step = months <= 7 ? 1 : 2;
  const now = scale.at(sweptAt);
  const first = new Date(scale.from * 1_000);
  for (let month = 1; ; month += 1) {
    const start = Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + month, 1) / 1_000;
    if (start >= scale.to) break;
    const firstOfMonth = new Date(start * 1_000);
    const at = scale.at(start);
    const isFree = at < 94 && (at < now - 9 || at > now + 14);
    if (!isFree || firstOfMonth.getUTCMonth() % step !== 0) continue;
    const isJanuary = firstOfMonth.getUTCMonth() === 0;
    line.append(tick('', at, isJanuary ? String(firstOfMonth.getUTCFullYear()) : monthFormat.format(firstOfMonth)));
  }
  line.append(tick('now', now, date(sweptAt).replace(/ \d+$/, '')));
  return line;
}

function tick(className, at, label) {
  const created = element('span', { className }, label);
  created.style.left = `${at}%`;
  return created;
}

function detailsRow(certificate, id) {
  const details = element('div', { className: 'details' }, explanation(certificate), facts(certificate));
  return element('tr', { id, role: 'row' }, element('td', { colSpan: 4, role: 'cell' }, details));
}

/** Why the certificate has its verdict, what happens next, and the recommended action. */
function explanation({ verdict, reasons, healthIssue, advice }) {
  const section = element('div', { className: 'explanation' }, element('h3', {}, 'Why'));
  for (const reason of reasons) section.append(element('p', {}, reason));
  const description = data.verdicts[verdict];
  if (description)
    section.append(element('h3', {}, 'What happens'), element('p', {}, `${capitalized(description.response)}.`));
  if (advice) section.append(element('h3', {}, 'What to do'), element('p', {}, advice));
  if (healthIssue)
    section.append(element('p', {}, element('a', { href: `#runbook-${healthIssue}` }, `Runbook: ${healthIssue}`)));
  return section;
}

function facts(certificate) {
  const { arn, name, otherNames, moreNames, type, keyAlgorithm, serial } = certificate;
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
  fact('Type', [spaced(type.toLowerCase()), spaced(keyAlgorithm)].filter(Boolean).join(', '));
  if (serial) fact('Serial number', element('code', {}, serial));
  if (notBefore !== null) fact('Issued', day(notBefore));
  if (renewalStart !== null) fact('Renews from', day(renewalStart));
  if (notAfter !== null) fact('Expires', day(notAfter));
  fact('Used by', ...usedBy.map((used) => element('div', { title: used }, resourceName(used))));
  fact('Served', ...(served.length === 0 ? ['not checked'] : served.map(servedLine)));
  return list;
}

const day = (time) => element('time', { dateTime: new Date(time * 1_000).toISOString() }, date(time));

function servedLine({ loadBalancerArn, domainName, otherSerial, error, coveredBy }) {
  const loadBalancer = resourceName(loadBalancerArn);
  if (error) return element('div', { className: 'wrong' }, `✗ ${loadBalancer}: ${error}`);
  if (otherSerial) {
    const wrong = `✗ ${loadBalancer} serves a different certificate for ${domainName}, serial number `;
    return element('div', { className: 'wrong' }, wrong, element('code', {}, otherSerial));
  }
  if (coveredBy) {
    const covered = `✓ ${loadBalancer} serves another managed certificate that covers ${domainName}: `;
    return element('div', {}, covered, element('code', {}, coveredBy));
  }
  return element('div', {}, `✓ ${loadBalancer} serves this certificate`);
}

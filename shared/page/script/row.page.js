/* A certificate's row: verdict, name, life and days left; it opens to its details. */
const rows = new Map();

/** The row of a certificate: made once, so that one that was opened stays open however the table is sorted. */
function rowOf(certificate) {
  const row = rows.get(certificate) ?? newRow(certificate);
  rows.set(certificate, row);
  return row;
}

function newRow(certificate) {
  const { place, attention, verdict } = certificate;
  const opener = element(
    'button',
    { type: 'button', className: 'opener', 'aria-expanded': 'false' },
    element('b', {}, certificate.name),
  );
  const row = element(
    'tr',
    { className: 'row', role: 'row' },
    element('td', { role: 'cell' }, element('span', { className: 'verdict' }, mark(attention), spaced(verdict))),
    element('th', { className: 'name', role: 'rowheader', scope: 'row' }, opener, ...beneath(certificate)),
    element('td', { role: 'cell' }, life(certificate)),
    element('td', { className: daysClass(certificate), role: 'cell' }, ...daysLeft(certificate)),
  );
  const body = element('tbody', { 'data-attention': attention, role: 'rowgroup' }, row);
  row.addEventListener('click', () => {
    // Whoever marks a name to copy it does not mean to open it.
    if (getSelection().isCollapsed) toggle(body, opener, certificate, `details-${place}`);
  });
  return body;
}

/** Opens or closes a row. Most are never opened: what is inside is made when one is. */
function toggle(body, opener, certificate, id) {
  body.rows[1] ?? body.append(detailsRow(certificate, id));
  const isOpen = opener.getAttribute('aria-expanded') === 'true';
  opener.setAttribute('aria-expanded', String(!isOpen));
  opener.setAttribute('aria-controls', id);
  body.rows[1].hidden = isOpen;
}

/** What stands beneath a name: the other names, what uses it, and for one that is not well the reason. */
function beneath({ name, otherNames, moreNames, attention, reasons, usedBy, isInUse }) {
  const others = otherNames.length + moreNames;
  const parts = [
    others === 0 ? '' : `and ${others === 1 && moreNames === 0 ? otherNames[0] : `${others} other names`}`,
    usedBy.length === 0 ? (isInUse ? 'in use' : 'not in use') : usedBy.map(nameOf).join(', '),
  ];
  const lines = [element('span', { className: 'under' }, parts.filter(Boolean).join(' · '))];
  const isWell = attention === 'ok' || attention === 'ignored';
  if (!isWell && reasons[0]) lines.push(element('span', { className: 'why' }, inShort(reasons[0], name)));
  return lines;
}

const daysClass = ({ daysLeft: days, isInUse }) =>
  days !== null && days <= SOON_DAYS && isInUse ? 'days soon' : 'days';

function daysLeft({ daysLeft: days }) {
  if (days === null) return ['not issued'];
  const many = Math.abs(days) === 1 ? 'day' : 'days';
  const figure = element('b', {}, number(Math.abs(days)));
  return days < 0 ? ['expired ', figure, ` ${many} ago`] : [figure, ` ${many}`];
}

/* The life of each certificate on one scale: issued, renewal window, end; the day of the sweep across all. */
const scale = scaleOf(certificates);

/** The stretch of time that every timeline shows: all lives, but no more than ACM's 198 days and some either way. */
function scaleOf(all) {
  const most = 210 * DAY;
  const [first, last] = all.reduce(
    ([from, to], { notBefore, notAfter }) => [Math.min(from, notBefore ?? sweptAt), Math.max(to, notAfter ?? sweptAt)],
    [sweptAt - 30 * DAY, sweptAt + 60 * DAY],
  );
  const from = Math.max(first, sweptAt - most) - 5 * DAY;
  const to = Math.min(last, sweptAt + most) + 5 * DAY;
  return {
    from,
    to,
    /** Where an instant is, in percent; beyond the edges at the edge. */
    at: (instant) => Math.min(100, Math.max(0, ((instant - from) / (to - from)) * 100)),
  };
}

/** A life as a bar, and in words for those who do not see it. */
function life({ notBefore, renewalStart, notAfter }) {
  if (notBefore === null || notAfter === null) {
    return element('div', { className: 'life', 'aria-hidden': 'true' }, bar('today', sweptAt));
  }
  const renews = renewalStart === null ? '' : `renews from ${date(renewalStart)}, `;
  const inWords = `Issued ${date(notBefore)}, ${renews}${notAfter < sweptAt ? 'expired' : 'expires'} ${date(notAfter)}`;
  const line = element('div', { className: 'life', role: 'img', 'aria-label': inWords, title: inWords });
  line.append(bar('span', notBefore, notAfter));
  if (sweptAt > notBefore) line.append(bar('past', notBefore, Math.min(sweptAt, notAfter)));
  if (renewalStart !== null) line.append(bar('window', renewalStart, notAfter));
  line.append(bar('today', sweptAt));
  return line;
}

function bar(className, from, to) {
  const drawn = element('i', { className });
  drawn.style.left = `${scale.at(from)}%`;
  if (to !== undefined) drawn.style.width = `${Math.max(0.4, scale.at(to) - scale.at(from))}%`;
  return drawn;
}

/** Labelled months, as many as there is room for, and the day of the sweep. */
function ticks() {
  const line = element('div', { className: 'ticks', 'aria-hidden': 'true' });
  const months = (scale.to - scale.from) / (30.44 * DAY);
  const step = months <= 7 ? 1 : 2;
  const now = scale.at(sweptAt);
  const first = new Date(scale.from * 1_000);
  for (let month = 1; ; month += 1) {
    const start = Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + month, 1) / 1_000;
    if (start >= scale.to) break;
    const which = new Date(start * 1_000);
    const at = scale.at(start);
    const isFree = at < 94 && (at < now - 9 || at > now + 14);
    if (!isFree || which.getUTCMonth() % step !== 0) continue;
    const label = which.getUTCMonth() === 0 ? String(which.getUTCFullYear()) : monthFormat.format(which);
    line.append(tick('', at, label));
  }
  line.append(tick('now', now, date(sweptAt).replace(/ \d+$/, '')));
  return line;
}

function tick(className, at, label) {
  const drawn = element('span', { className }, label);
  drawn.style.left = `${at}%`;
  return drawn;
}

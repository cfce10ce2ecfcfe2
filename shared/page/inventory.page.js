/* The script of the inventory page: reads the JSON beside it, lists, searches, sorts. It writes text, never HTML. */
(() => {
  'use strict';
  const ROWS_AT_ONCE = 100;
  const DAY = 86_400;
  const URGENCY = ['person', 'service', 'nobody', 'aside'];

  const byId = (id) => document.getElementById(id);
  const data = JSON.parse(byId('data').textContent);
  const certificates = data.rows.map(readRow);
  const sweptAt = Date.parse(data.at) / 1_000;
  const scale = scaleOf(certificates);
  const chosen = { search: '', concern: '', verdict: '', order: 'urgency' };
  const room = { managed: ROWS_AT_ONCE, foreign: ROWS_AT_ONCE };

  /** A row of bare values as an object; texts are kept once, and referred to by their place. */
  function readRow(row) {
    const of = (column) => row[data.columns.indexOf(column)];
    const text = (place) => (place === null ? undefined : data.texts[place]);
    const id = of('id');
    const certificate = {
      arn: id.startsWith('arn:') ? id : `arn:aws:acm:${data.region}:${data.account}:certificate/${id}`,
      name: of('domainName') || id,
      otherNames: of('otherNames'),
      moreNames: of('moreNames'),
      concern: text(of('concern')),
      verdict: text(of('verdict')),
      reasons: of('reasons').map(text),
      trouble: text(of('trouble')),
      advice: text(of('advice')),
      isManaged: of('isManaged') === 1,
      isInUse: of('isInUse') === 1,
      daysLeft: of('daysLeft'),
      notBefore: of('notBefore'),
      renewalStart: of('renewalStart'),
      notAfter: of('notAfter'),
      type: text(of('type')),
      key: text(of('keyAlgorithm')),
      serial: of('serial'),
      usedBy: of('usedBy').map(text),
      served: of('served').map(([by, asked, other, error]) => ({
        by: text(by),
        asked: text(asked ?? null),
        other: text(other ?? null),
        error: text(error ?? null),
      })),
    };
    const { name, otherNames, arn, verdict, reasons, trouble, usedBy, type, key } = certificate;
    certificate.words = [name, ...otherNames, arn, verdict, words(verdict), ...reasons, trouble, ...usedBy, type, key]
      .join('\n')
      .toLowerCase();
    return certificate;
  }

  function words(verdict) {
    return verdict.replaceAll('-', ' ');
  }

  /** The stretch of time that every timeline shows: all lives, but no more than ACM's 198 days and some either way. */
  function scaleOf(all) {
    const most = 210 * DAY;
    const [first, last] = all.reduce(
      ([from, to], { notBefore, notAfter }) => [
        Math.min(from, notBefore ?? sweptAt),
        Math.max(to, notAfter ?? sweptAt),
      ],
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

  function element(name, properties = {}, ...children) {
    const made = document.createElement(name);
    for (const [property, value] of Object.entries(properties)) {
      if (property in made) made[property] = value;
      else made.setAttribute(property, value);
    }
    made.append(...children);
    return made;
  }

  function mark(concern) {
    const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    svg.setAttribute('class', 'mark');
    svg.setAttribute('aria-hidden', 'true');
    const use = document.createElementNS('http://www.w3.org/2000/svg', 'use');
    use.setAttribute('href', `#mark-${concern}`);
    svg.append(use);
    return svg;
  }

  const dateFormat = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: 'UTC' });
  const monthFormat = new Intl.DateTimeFormat('en-GB', { month: 'short', timeZone: 'UTC' });
  const date = (instant) => dateFormat.format(instant * 1_000);
  const day = (instant) => element('time', { dateTime: new Date(instant * 1_000).toISOString() }, date(instant));

  /** What people call a load balancer: its name; anything else by its service and the end of its ARN. */
  function nameOf(arn) {
    const [, , service = '', , , ...resource] = arn.split(':');
    const loadBalancer = /loadbalancer\/(?:app|net|gwy)\/([^/]+)\//.exec(arn);
    return loadBalancer ? loadBalancer[1] : `${service} ${resource.join(':').split('/').at(-1)}`;
  }

  function life({ notBefore, renewalStart, notAfter }) {
    const line = element('div', { className: 'life' });
    if (notBefore == null || notAfter == null) {
      line.append(bar('today', sweptAt));
      line.setAttribute('aria-hidden', 'true');
      return line;
    }
    line.append(bar('span', notBefore, notAfter));
    if (sweptAt > notBefore) line.append(bar('past', notBefore, Math.min(sweptAt, notAfter)));
    if (renewalStart != null) line.append(bar('window', renewalStart, notAfter));
    line.append(bar('today', sweptAt));
    line.setAttribute('role', 'img');
    const renews = renewalStart == null ? '' : `renews from ${date(renewalStart)}, `;
    const ends = notAfter < sweptAt ? 'ended' : 'ends';
    line.setAttribute('aria-label', `Issued ${date(notBefore)}, ${renews}${ends} ${date(notAfter)}`);
    line.title = line.getAttribute('aria-label');
    return line;
  }

  function bar(className, from, to) {
    const drawn = element('i', { className });
    drawn.style.left = `${scale.at(from)}%`;
    if (to !== undefined) drawn.style.width = `${Math.max(0.4, scale.at(to) - scale.at(from))}%`;
    return drawn;
  }

  function daysLeft({ daysLeft: days, isInUse }) {
    if (days == null) return element('div', { className: 'days' }, element('span', {}, 'not issued'));
    const many = Math.abs(days) === 1 ? 'day' : 'days';
    const soon = days <= 14 && isInUse ? 'days soon' : 'days';
    return days < 0
      ? element(
          'div',
          { className: soon },
          element('span', {}, 'ended '),
          element('b', {}, `${-days}`),
          element('span', {}, ` ${many} ago`),
        )
      : element('div', { className: soon }, element('b', {}, `${days}`), element('span', {}, ` ${many}`));
  }

  function rowOf(certificate) {
    const { name, otherNames, moreNames, concern, verdict, usedBy, isInUse } = certificate;
    const others = otherNames.length + moreNames;
    const under = [
      others === 0 ? '' : `and ${others === 1 && moreNames === 0 ? otherNames[0] : `${others} other names`}`,
      usedBy.length === 0 ? (isInUse ? 'in use' : 'not in use') : usedBy.map(nameOf).join(', '),
    ].filter(Boolean);
    const details = element(
      'details',
      { 'data-concern': concern },
      element(
        'summary',
        {},
        element('span', { className: 'verdict' }, mark(concern), words(verdict)),
        element('div', { className: 'name' }, element('b', {}, name), element('span', {}, under.join(' · '))),
        life(certificate),
        daysLeft(certificate),
      ),
    );
    // Most are never opened: what is inside is made when one is.
    details.addEventListener('toggle', () => details.children.length > 1 || details.append(insideOf(certificate)), {
      once: true,
    });
    return element('li', {}, details);
  }

  function insideOf(certificate) {
    const { verdict, reasons, trouble, advice } = certificate;
    const says = element('div', { className: 'says' }, element('h3', {}, 'Why'));
    for (const reason of reasons) says.append(element('p', {}, reason));
    const meaning = data.meanings[verdict];
    if (meaning) says.append(element('h3', {}, 'What happens'), element('p', {}, capital(meaning.happens)));
    if (advice) says.append(element('h3', {}, 'What to do'), element('p', {}, advice));
    if (trouble) says.append(element('p', {}, element('a', { href: `#runbook-${trouble}` }, `Runbook: ${trouble}`)));
    return element('div', { className: 'inside' }, says, factsOf(certificate));
  }

  const capital = (text) => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;

  function factsOf({
    arn,
    name,
    otherNames,
    moreNames,
    type,
    key,
    serial,
    notBefore,
    renewalStart,
    notAfter,
    usedBy,
    served,
  }) {
    const facts = element('dl');
    const fact = (title, ...values) => {
      if (values.length > 0) facts.append(element('dt', {}, title), element('dd', {}, ...values));
    };
    const lines = (texts) => texts.map((text) => element('div', {}, text));
    const more = moreNames === 0 ? [] : [`and ${moreNames} more, in inventory.json`];
    fact('Names', ...lines([name, ...otherNames, ...more]));
    const [, , , region, , resource = ''] = arn.split(':');
    const link = `https://${region}.console.aws.amazon.com/acm/home?region=${region}#/certificates/${resource.split('/').at(-1)}`;
    fact('Certificate', element('a', { href: link, rel: 'noreferrer' }, element('code', {}, arn)));
    fact('Kind', [type.toLowerCase().replaceAll('_', ' '), key.replaceAll('_', ' ')].filter(Boolean).join(', '));
    if (serial) fact('Serial number', element('code', {}, serial));
    if (notBefore != null) fact('Issued', day(notBefore));
    if (renewalStart != null) fact('Renews from', day(renewalStart));
    if (notAfter != null) fact('Ends', day(notAfter));
    fact('Used by', ...usedBy.map((used) => element('div', { title: used }, nameOf(used))));
    fact('Served', ...(served.length === 0 ? ['not looked at'] : served.map(servedLine)));
    return facts;
  }

  function servedLine({ by, asked, other, error }) {
    if (error) return element('div', { className: 'wrong' }, `✗ ${nameOf(by)}: ${error}`);
    if (other) {
      const wrong = `✗ ${nameOf(by)} serves another one for ${asked}, serial number `;
      return element('div', { className: 'wrong' }, wrong, element('code', {}, other));
    }
    return element('div', {}, `✓ ${nameOf(by)} serves this certificate`);
  }

  const byName = (a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
  const end = ({ daysLeft: days }, none) => days ?? none;
  const ORDERS = {
    urgency: (a, b) =>
      URGENCY.indexOf(a.concern) - URGENCY.indexOf(b.concern) || end(a, 1e9) - end(b, 1e9) || byName(a, b),
    ending: (a, b) => end(a, 1e9) - end(b, 1e9) || byName(a, b),
    lasting: (a, b) => end(b, -1e9) - end(a, -1e9) || byName(a, b),
    name: byName,
    issued: (a, b) => (b.notBefore ?? 0) - (a.notBefore ?? 0) || byName(a, b),
  };

  /** Labelled months, as many as there is room for, and the day of the sweep. */
  function axis() {
    const ticks = element('div', { className: 'ticks' });
    const months = (scale.to - scale.from) / (30.44 * DAY);
    const step = months <= 7 ? 1 : 2;
    const now = scale.at(sweptAt);
    const first = new Date(scale.from * 1_000);
    for (let month = 1; ; month += 1) {
      const start = Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + month, 1) / 1_000;
      if (start >= scale.to) break;
      const which = new Date(start * 1_000);
      if (which.getUTCMonth() % step !== 0) continue;
      const label = which.getUTCMonth() === 0 ? String(which.getUTCFullYear()) : monthFormat.format(which);
      const tick = element('span', {}, label);
      tick.style.left = `${scale.at(start)}%`;
      const isFree = scale.at(start) < 94 && (scale.at(start) < now - 9 || scale.at(start) > now + 14);
      if (isFree) ticks.append(tick);
    }
    const today = element('span', { className: 'now' }, date(sweptAt).replace(/ \d+$/, ''));
    today.style.left = `${now}%`;
    ticks.append(today);
    return element(
      'div',
      { className: 'axis', 'aria-hidden': 'true' },
      element('span', {}, 'Verdict'),
      element('span', {}, 'Certificate'),
      ticks,
      element('span', {}, 'Left'),
    );
  }

  function listOf(key, title, found, all) {
    const shown = found.slice(0, room[key]);
    const count = found.length === all ? `${all}` : `${found.length} of ${all}`;
    const list = element('ul', { className: 'rows' }, ...shown.map(rowOf));
    const section = element(
      'section',
      { className: 'list', 'aria-labelledby': `${key}-title` },
      element('h2', { id: `${key}-title` }, `${title} `, element('span', {}, count)),
      found.length === 0
        ? element('div', { className: 'rows' }, element('p', { className: 'none' }, 'None that fits.'))
        : list,
    );
    if (found.length > 0) list.before(axis());
    const rest = found.length - shown.length;
    if (rest > 0) {
      const more = element(
        'button',
        { type: 'button', className: 'more' },
        `Show ${Math.min(rest, ROWS_AT_ONCE)} more`,
      );
      more.addEventListener('click', () => {
        room[key] += ROWS_AT_ONCE;
        const from = list.children.length;
        list.append(...found.slice(from, room[key]).map(rowOf));
        list.children[from]?.querySelector('summary').focus();
        const left = found.length - list.children.length;
        more.textContent = `Show ${Math.min(left, ROWS_AT_ONCE)} more`;
        more.hidden = left === 0;
      });
      section.append(more);
    }
    return section;
  }

  function show() {
    const { search, concern, verdict, order } = chosen;
    const sought = search.toLowerCase().split(/\s+/).filter(Boolean);
    const found = certificates
      .filter(
        (each) =>
          (!concern || each.concern === concern) &&
          (!verdict || each.verdict === verdict) &&
          sought.every((word) => each.words.includes(word)),
      )
      .sort(ORDERS[order]);
    const of = (isManaged) => [
      found.filter((each) => each.isManaged === isManaged),
      certificates.filter((each) => each.isManaged === isManaged).length,
    ];
    const [managed, allManaged] = of(true);
    const [foreign, allForeign] = of(false);
    byId('lists').replaceChildren(
      ...(allManaged > 0 ? [listOf('managed', 'Managed by this deployment', managed, allManaged)] : []),
      ...(allForeign > 0 ? [listOf('foreign', 'Not managed by this deployment', foreign, allForeign)] : []),
      ...(certificates.length === 0
        ? [
            element(
              'p',
              { className: 'none' },
              'There is no certificate in this Region. Emit Domain Requested for the first one.',
            ),
          ]
        : []),
    );
    const whole = certificates.length === 1 ? '1 certificate' : `${certificates.length} certificates`;
    byId('shown').textContent =
      found.length === certificates.length
        ? whole
        : `${found.length} of ${whole} ${found.length === 1 ? 'fits' : 'fit'}`;
    byId('legend').hidden = found.length === 0;
    for (const tile of document.querySelectorAll('.tile'))
      tile.setAttribute('aria-pressed', String(tile.dataset.concern === concern));
    byId('verdict').value = verdict;
  }

  function choose(changes) {
    Object.assign(chosen, changes);
    room.managed = room.foreign = ROWS_AT_ONCE;
    show();
  }

  function verdictChoices() {
    const counts = new Map();
    for (const { verdict, concern } of certificates) {
      const { count = 0 } = counts.get(verdict) ?? {};
      counts.set(verdict, { verdict, concern, count: count + 1 });
    }
    const sorted = [...counts.values()].sort(
      (a, b) => URGENCY.indexOf(a.concern) - URGENCY.indexOf(b.concern) || b.count - a.count,
    );
    return [
      element('option', { value: '' }, `all (${certificates.length})`),
      ...sorted.map(({ verdict, count }) => element('option', { value: verdict }, `${words(verdict)} (${count})`)),
    ];
  }

  function sayIfStale() {
    const days = Math.floor((Date.now() / 1_000 - sweptAt) / DAY);
    if (days < 2) return;
    byId('stale').append(
      element('strong', {}, `This page is ${days} days old.`),
      ' A sweep writes it every day: either this is an old copy, or no sweep has succeeded since.',
    );
    byId('stale').hidden = false;
  }

  byId('verdict').append(...verdictChoices());
  byId('search').addEventListener('input', ({ target }) => choose({ search: target.value }));
  byId('verdict').addEventListener('change', ({ target }) => choose({ verdict: target.value, concern: '' }));
  byId('order').addEventListener('change', ({ target }) => choose({ order: target.value }));
  for (const tile of document.querySelectorAll('.tile')) {
    tile.addEventListener('click', () => {
      const { concern } = tile.dataset;
      choose({ concern: chosen.concern === concern ? '' : concern, verdict: '' });
    });
  }
  document.querySelector('form').addEventListener('submit', (event) => event.preventDefault());
  document.addEventListener('keydown', (event) => {
    if (event.key !== '/' || /^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement?.tagName ?? '')) return;
    event.preventDefault();
    byId('search').focus();
  });
  sayIfStale();
  show();
})();

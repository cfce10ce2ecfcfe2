/* The certificates in the page's embedded JSON, and helpers to format values and create elements. */
const data = JSON.parse(document.getElementById('data').textContent);
/** The time of the sweep in seconds, as all times in this script. */
const sweptAt = Date.parse(data.at) / 1_000;
const DAY = 86_400;
const certificates = data.rows.map(certificateOf);

/** Converts a row of values into an object, and resolves references to `data.texts` (page-data.ts). */
function certificateOf(row, position) {
  const values = Object.fromEntries(data.columns.map((column, index) => [column, row[index]]));
  const text = (index) => (index === null || index === undefined ? undefined : data.texts[index]);
  const { id, notBefore, renewalStart, notAfter, otherNames, moreNames, daysLeft, serial } = values;
  return {
    position,
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
    keyAlgorithm: text(values.keyAlgorithm),
    usedBy: values.usedBy.map(text),
    served: values.served.map(([loadBalancerArn, domainName, otherSerial, error, coveredBy]) => ({
      loadBalancerArn: text(loadBalancerArn),
      domainName: text(domainName),
      otherSerial: text(otherSerial),
      error: text(error),
      coveredBy: text(coveredBy),
    })),
  };
}

const dateFormat = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: 'UTC' });
const monthFormat = new Intl.DateTimeFormat('en-GB', { month: 'short', timeZone: 'UTC' });
const numberFormat = new Intl.NumberFormat('en');

const date = (time) => dateFormat.format(time * 1_000);
const number = (count) => numberFormat.format(count);
/** Formats a verdict, a key algorithm or a type for display. */
const spaced = (identifier) => identifier.replaceAll(/[-_]/g, ' ');
const capitalized = (text) => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

/** The name of a load balancer; for any other resource, its service and the last part of its ARN. */
function resourceName(arn) {
  const [, , service = '', , , ...resource] = arn.split(':');
  const loadBalancer = /loadbalancer\/(?:app|net|gwy)\/([^/]+)\//.exec(arn);
  return loadBalancer ? loadBalancer[1] : `${service} ${resource.join(':').split('/').at(-1)}`;
}

/** Shortens a reason for display next to the certificate's name: without that name in front, and with names instead of ARNs. */
function shortReason(reason, name) {
  const rest = reason.slice(name.length + 2);
  const short = reason.startsWith(`${name}: `) ? capitalized(rest) : reason;
  return short.replace(/arn:aws[^\s,;)]*[^\s,;).]/g, resourceName);
}

/** Creates an element from text and elements, never from HTML. A property that the element does not have becomes an attribute. */
function element(tagName, properties = {}, ...children) {
  const created = document.createElement(tagName);
  for (const [property, value] of Object.entries(properties)) {
    if (property in created) created[property] = value;
    else created.setAttribute(property, value);
  }
  created.append(...children);
  return created;
}

/** The icon of an attention, defined in the template. */
function mark(attention) {
  const [svg, use] = ['svg', 'use'].map((name) => document.createElementNS('http://www.w3.org/2000/svg', name));
  svg.setAttribute('class', 'mark');
  svg.setAttribute('aria-hidden', 'true');
  use.setAttribute('href', `#mark-${attention}`);
  svg.append(use);
  return svg;
}

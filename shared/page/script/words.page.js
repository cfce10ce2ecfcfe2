/* How things are called on the page. */

const dateFormat = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: 'UTC' });
const monthFormat = new Intl.DateTimeFormat('en-GB', { month: 'short', timeZone: 'UTC' });
const numberFormat = new Intl.NumberFormat('en');

const date = (instant) => dateFormat.format(instant * 1_000);
const number = (count) => numberFormat.format(count);
/** A verdict, a key algorithm or a type as a person reads it. */
const spaced = (name) => name.replaceAll(/[-_]/g, ' ');
const initial = (text) => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

/** What people call a load balancer: its name; anything else by its service and the end of its ARN. */
function nameOf(arn) {
  const [, , service = '', , , ...resource] = arn.split(':');
  const loadBalancer = /loadbalancer\/(?:app|net|gwy)\/([^/]+)\//.exec(arn);
  return loadBalancer ? loadBalancer[1] : `${service} ${resource.join(':').split('/').at(-1)}`;
}

/** A reason on one line, beside the name that it is about: without that name in front, and with names for ARNs. */
function inShort(reason, name) {
  const rest = reason.slice(name.length + 2);
  const short = reason.startsWith(`${name}: `) ? initial(rest) : reason;
  return short.replace(/arn:aws[^\s,;)]*[^\s,;).]/g, nameOf);
}

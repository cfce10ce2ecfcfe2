/* How the page is written: elements and text, never HTML. */

/** A new element; what it has no property for becomes an attribute. */
function element(name, properties = {}, ...children) {
  const made = document.createElement(name);
  for (const [property, value] of Object.entries(properties)) {
    if (property in made) made[property] = value;
    else made.setAttribute(property, value);
  }
  made.append(...children);
  return made;
}

/** The mark of an attention, drawn by the template. */
function mark(attention) {
  const [svg, use] = ['svg', 'use'].map((name) => document.createElementNS('http://www.w3.org/2000/svg', name));
  svg.setAttribute('class', 'mark');
  svg.setAttribute('aria-hidden', 'true');
  use.setAttribute('href', `#mark-${attention}`);
  svg.append(use);
  return svg;
}

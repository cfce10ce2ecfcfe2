/* What a reader has chosen: search.page.js, filter.page.js and sort.page.js change it through choose(). */
const chosen = { search: '', attention: '', verdict: '', order: 'urgency' };

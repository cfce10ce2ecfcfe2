import { validityBar } from '../../../cli/output/certificate-lines';

const FROM = '2026-01-01T00:00:00.000Z';
const TO = '2026-04-11T00:00:00.000Z';

it.each([
  ['has nothing filled at its beginning', '2026-01-01', '░'.repeat(30)],
  ['is half filled in the middle', '2026-02-20', `${'█'.repeat(15)}${'░'.repeat(15)}`],
  ['is filled at the end', '2026-04-11', '█'.repeat(30)],
  ['stays filled afterwards', '2027-01-01', '█'.repeat(30)],
  ['stays empty before', '2025-01-01', '░'.repeat(30)],
])('a life %s', (_, day, bar) => {
  expect(validityBar(FROM, TO, new Date(`${day}T00:00:00Z`))).toBe(bar);
});

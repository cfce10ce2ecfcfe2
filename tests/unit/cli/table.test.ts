import { table } from '../../../cli/output/table';

it('makes each column as wide as its widest text, and does not fill the last one up', () => {
  const rows = [
    [{ text: 'app.example.test' }, { text: 'ok' }],
    [{ text: 'a' }, { text: 'blocked' }],
  ];
  expect(table(['DOMAIN', 'STATE'], rows)).toEqual([
    'DOMAIN            STATE',
    'app.example.test  ok',
    'a                 blocked',
  ]);
});

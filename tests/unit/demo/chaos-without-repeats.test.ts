import { withoutRepeats } from '../../../demo/chaos/story';

const at = (time: string, what: string) => `  day   0  2026-11-24 ${time}  ${''.padEnd(18)}  ${what}`;

it('tells once what goes on happening, with how often and until when', () => {
  const lines = [
    at('08:01', 'wide.example.test is requested'),
    at('08:01', '⚡ call unavailable: acm:RequestCertificate'),
    at('08:01', '↯ secure-domain 1 RequestCertificate: ServiceUnavailableError'),
    at('08:02', '⚡ call unavailable: acm:RequestCertificate'),
    at('08:30', '⚡ call unavailable: acm:RequestCertificate'),
    at('08:31', '↯ secure-domain 1 RequestCertificate: ServiceUnavailableError'),
    at('08:31', '✉ HTTPS for wide.example.test failed'),
  ];
  expect(withoutRepeats(lines)).toEqual([
    lines[0],
    `${lines[1]} (3 times, until 2026-11-24 08:30)`,
    `${lines[2]} (2 times, until 2026-11-24 08:31)`,
    lines[6],
  ]);
});

it('tells again what comes back after other things have happened', () => {
  const others = ['one', 'two', 'three', 'four'].map((what) => at('09:00', what));
  const lines = [at('08:00', 'a sweep'), ...others, at('10:00', 'a sweep')];
  expect(withoutRepeats(lines)).toEqual(lines);
});

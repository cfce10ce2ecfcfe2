import type { Told } from '../../../shared/domain/notice';
import { troubleNews, type SeenCertificate } from '../../../shared/domain/trouble-news';
import { VERDICTS, type Verdict } from '../../../shared/domain/verdict';

const caa = { name: 'CaaForbidsAmazonError', cause: 'a CAA record' };
const told: Told = { ...caa, daysLeft: 20 };
const failure = { step: 'RequestReplacement', error: 'CertificateQuotaExceededError', cause: 'no more' };
const toldOfFailure: Told = { name: failure.error, cause: failure.cause, daysLeft: 20, step: failure.step };
const seen = (verdict: Verdict, trouble?: typeof caa): SeenCertificate => ({
  assessment: { verdict, trouble, daysLeft: 20 },
});

it.each<[string, Told | undefined, SeenCertificate, string | undefined]>([
  ['nothing of a certificate that is well', undefined, seen('healthy'), undefined],
  ['that a trouble begins', undefined, seen('blocked', caa), 'begins CaaForbidsAmazonError'],
  ['nothing of one that lasts', told, seen('blocked', caa), undefined],
  ['that it is over', told, seen('healthy'), 'over CaaForbidsAmazonError'],
  ['of a failed step before what was seen', undefined, { ...seen('blocked', caa), failure }, `begins ${failure.error}`],
  ['of a step that failed before anything was seen', undefined, { failure }, `begins ${failure.error}`],
  ['that it is over with another certificate', told, { ...seen('replace', caa), isReplaced: true }, `over ${caa.name}`],
  ['nothing of the next attempt after a failed one', toldOfFailure, seen('replace', caa), undefined],
  ['of the next attempt when it fails otherwise', told, { ...seen('replace'), failure }, `changes ${failure.error}`],
])('tells %s', (_what, before, now, expected) => {
  const news = troubleNews(before, now);
  expect(news && `${news.notice} ${news.trouble.name}`).toBe(expected);
});

it('remembers a trouble with the days that were left, and the step that failed', () => {
  expect(troubleNews(undefined, seen('blocked', caa))?.toRemember).toEqual(told);
  expect(troubleNews(told, { ...seen('replace'), failure })?.toRemember).toEqual(toldOfFailure);
  expect(troubleNews(told, seen('healthy'))?.toRemember).toBeUndefined();
});

it.each(VERDICTS)('takes %s for an end, for the end of all concern, or for no last word', (verdict) => {
  const noLastWord = ['unknown', 'unclear', 'renewed-not-served', 'attach', 'replace'];
  const endOfConcern = ['gone', 'not-managed', 'retired', 'delete'];
  const news = troubleNews(told, seen(verdict));
  expect(news?.notice).toBe(noLastWord.includes(verdict) ? undefined : 'over');
  expect(news?.isForgotten ?? false).toBe(endOfConcern.includes(verdict));
});

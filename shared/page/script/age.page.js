/* A page that is older than a sweep's rhythm says so. */
const daysOld = Math.floor((Date.now() / 1_000 - sweptAt) / DAY);
if (daysOld >= 2) {
  const stale = document.getElementById('stale');
  stale.append(
    element('strong', {}, `This page is ${daysOld} days old.`),
    ' A sweep writes it every day: either this is an old copy, or no sweep has succeeded since.',
  );
  stale.hidden = false;
}

/** How long a certificate has still to live, in words. */
export function daysText(daysLeft: number | undefined): string {
  if (daysLeft === undefined) return 'no end yet';
  if (daysLeft < 0) return 'it has ended';
  if (daysLeft === 0) return 'less than a day left';
  return daysLeft === 1 ? '1 day left' : `${daysLeft} days left`;
}

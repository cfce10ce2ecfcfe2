/** How long a certificate has still to live, in words. */
export function daysText(daysLeft: number | undefined): string {
  if (daysLeft === undefined) return 'no expiry date yet';
  if (daysLeft < 0) return 'expired';
  if (daysLeft === 0) return 'less than a day left';
  return daysLeft === 1 ? '1 day left' : `${daysLeft} days left`;
}

const UNITS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

/** How long ago something was; after a week, the date. A clock that is ahead makes nothing happen in the future. */
export function relativeTime(date: Date, now: Date, language: string): string {
  const seconds = Math.max(0, (now.getTime() - date.getTime()) / 1000);
  if (seconds >= 7 * 86_400) {
    const sameYear = date.getFullYear() === now.getFullYear();
    return date.toLocaleDateString(language, {
      day: 'numeric',
      month: 'short',
      year: sameYear ? undefined : 'numeric',
    });
  }
  const format = new Intl.RelativeTimeFormat(language, { numeric: 'auto', style: 'narrow' });
  const [unit, size] = UNITS.find(([, length]) => seconds >= length) ?? ['second', Number.POSITIVE_INFINITY];
  return format.format(-Math.floor(seconds / size) || 0, unit);
}

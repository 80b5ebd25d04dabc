import { useTranslation } from 'react-i18next';
import { relativeTime } from './relative-time';

/** A moment as the time since then; the whole date is its tooltip. */
export function Time({ at }: { at: string }) {
  const { i18n } = useTranslation();
  const date = new Date(at);
  const whole = date.toLocaleString(i18n.language, { dateStyle: 'medium', timeStyle: 'short' });
  return (
    <time dateTime={at} title={whole}>
      {relativeTime(date, new Date(), i18n.language)}
    </time>
  );
}

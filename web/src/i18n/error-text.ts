import { ApiError } from '@townsquare/client';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';

const KNOWN = [
  'invalid_token',
  'invalid_credentials',
  'unauthenticated',
  'not_found',
  'too_large',
  'unsupported_media_type',
  'unavailable',
  'unreachable',
  'internal',
] as const;

/** What went wrong, and what to do about it. What the API says in its own words is shown where it knows more than the code. */
export function errorText(error: unknown, t: TFunction): string {
  if (!(error instanceof ApiError)) return t('errors.internal');
  const { code, retryAfter, problem } = error;
  if (code === 'too_many_requests') return t('errors.too_many_requests', { count: retryAfter ?? 60 });
  const known = KNOWN.find((one) => one === code);
  if (known) return t(`errors.${known}`);
  return problem.errors?.map(({ message }) => sentence(message)).join(' ') || problem.detail || t('errors.internal');
}

function sentence(text: string): string {
  const capital = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(capital) ? capital : `${capital}.`;
}

export function useErrorText(): (error: unknown) => string {
  const { t } = useTranslation();
  return (error) => errorText(error, t);
}

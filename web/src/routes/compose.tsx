import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useUserId } from '../api/session';
import { Composer } from '../features/composer/composer';
import { Page } from '../ui/page';

/** A page to write a post on, reached from everywhere. */
export function ComposePage() {
  const { t } = useTranslation();
  const userId = useUserId();
  const navigate = useNavigate();
  return (
    <Page title={t('nav.write')}>{userId && <Composer userId={userId} onDone={() => navigate({ to: '/' })} />}</Page>
  );
}

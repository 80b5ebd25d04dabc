import { Link } from '@tanstack/react-router';
import { CloudOff, Compass } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useErrorText } from '../i18n/error-text';
import { Button, buttonClass } from '../ui/button';
import { Page } from '../ui/page';
import { Empty } from '../ui/states';

/** An address that leads nowhere, or to what the reader may not see: the API does not say which. */
export function NotFound() {
  const { t } = useTranslation();
  return (
    <Page title={t('failure.notFound')}>
      <Empty icon={<Compass size={40} aria-hidden />} title={t('failure.notFoundTitle')}>
        <p>{t('failure.notFoundText')}</p>
        <Link className={buttonClass('primary')} to="/">
          {t('failure.home')}
        </Link>
      </Empty>
    </Page>
  );
}

/** A page that could not be shown. */
export function Failed({ error }: { error: unknown }) {
  const { t } = useTranslation();
  const errorText = useErrorText();
  return (
    <Page title={t('failure.failed')}>
      <Empty icon={<CloudOff size={40} aria-hidden />} title={t('failure.failed')}>
        <p>{errorText(error)}</p>
        <Button look="primary" onClick={() => location.reload()}>
          {t('common.retry')}
        </Button>
      </Empty>
    </Page>
  );
}

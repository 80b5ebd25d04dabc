import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button';
import { Page } from '../../ui/page';
import { goToProvider, providersQuery } from './provider-flow';
import styles from './session.module.css';

/** A page with one form: to log in, to register, and what belongs to that. */
export function SessionPage({ title, text, children }: { title: string; text?: string; children: ReactNode }) {
  return (
    <Page title={title}>
      <div className={styles.page}>
        {text && <p className={styles.lead}>{text}</p>}
        {children}
      </div>
    </Page>
  );
}

/** The providers that this town lets people sign in with, if there are any. */
export function ProviderButtons({ next }: { next: string }) {
  const { t } = useTranslation();
  const { data = [] } = useQuery(providersQuery);
  if (data.length === 0) return null;
  return (
    <div className={styles.providers}>
      <p className={styles.or}>{t('session.or')}</p>
      {data.map(({ id, name }) => (
        <Button key={id} onClick={() => goToProvider(id, 'logIn', next)}>
          {t('session.with', { name })}
        </Button>
      ))}
    </div>
  );
}

export function FormLinks({ children }: { children: ReactNode }) {
  return <p className={styles.links}>{children}</p>;
}

export const HomeLink = () => {
  const { t } = useTranslation();
  return <Link to="/">{t('failure.home')}</Link>;
};

import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { buttonClass } from '../../ui/button';
import { DownloadButton } from '../settings/download-button';
import styles from './session.module.css';

interface Props {
  /** The kind of sanction, its reason and its end, in the API's words. */
  reason: string;
  credentials: { login: string; password: string };
}

/** Why an account cannot log in, and what its owner can do: appeal, and download their data. */
export function SanctionNotice({ reason, credentials }: Props) {
  const { t } = useTranslation();
  return (
    <section className={styles.sanction} role="alert">
      <h2>{t('sanction.title')}</h2>
      <p>{reason}</p>
      <p>{t('sanction.text')}</p>
      <div className={styles.links}>
        <Link className={buttonClass('primary', true)} to="/appeal">
          {t('sanction.appeal')}
        </Link>
        <DownloadButton path="/api/v1/auth/data-download/sanctioned" body={credentials} />
      </div>
    </section>
  );
}

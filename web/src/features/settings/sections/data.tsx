import { useQuery } from '@tanstack/react-query';
import { unwrap } from '@townsquare/client';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client';
import { forgetSession } from '../../../api/session';
import { Field } from '../../../ui/field';
import { ownAccountQuery } from '../../people/person-queries';
import { DownloadButton } from '../download-button';
import { PasswordPrompt, type Proof } from '../password-prompt';
import { Section } from '../section';
import styles from '../settings.module.css';
import { useChange } from '../use-change';

/** The download of all data of the account, its deactivation, and its deletion. */
export function DataSettings() {
  const { t } = useTranslation();
  const { data: account } = useQuery(ownAccountQuery);
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const deactivate = useChange<Proof>({
    run: (proof) => unwrap(api.POST('/api/v1/auth/me/deactivation', { body: { password: proof.password } })),
    done: t('settings.deactivated'),
    onSuccess: forgetSession,
  });
  const remove = useChange<Proof>({
    run: (proof) => unwrap(api.DELETE('/api/v1/auth/me', { body: { password: proof.password } })),
    done: t('settings.deleted'),
    onSuccess: forgetSession,
  });
  return (
    <>
      <Section title={t('download.title')} text={t('download.text')}>
        {account?.hasPassword && (
          <Field
            label={t('settings.currentPassword')}
            type="password"
            autoComplete="current-password"
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
        )}
        {account?.secondFactor && (
          <Field
            label={t('session.code')}
            autoComplete="one-time-code"
            value={code}
            onChange={(event) => setCode(event.target.value)}
          />
        )}
        <div className={styles.end}>
          <DownloadButton
            path="/api/v1/auth/me/data-download"
            body={{ password: password || undefined, code: code.trim() || undefined }}
          />
        </div>
      </Section>
      <Section title={t('settings.deactivate')} text={t('settings.deactivateText')}>
        <div className={styles.end}>
          <PasswordPrompt
            label={t('settings.deactivate')}
            title={t('settings.deactivate')}
            text={t('settings.deactivateText')}
            change={deactivate}
          />
        </div>
      </Section>
      <Section title={t('settings.delete')} text={t('settings.deleteText')}>
        <div className={styles.end}>
          <PasswordPrompt
            label={t('settings.delete')}
            title={t('settings.delete')}
            text={t('settings.deleteText')}
            look="danger"
            change={remove}
          />
        </div>
      </Section>
    </>
  );
}

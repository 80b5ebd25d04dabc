import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { unwrap } from '@townsquare/client';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../api/client';
import styles from '../features/session/session.module.css';
import { FormLinks, SessionPage } from '../features/session/session-page';
import { Button } from '../ui/button';
import { Field } from '../ui/field';
import { ErrorNote } from '../ui/states';

/** Sends a code by mail to choose a new password with. It never says whether an account has the address. */
export function ForgotPage() {
  const { t } = useTranslation();
  const [email, setEmail] = useState('');
  const ask = useMutation({
    mutationFn: () => unwrap(api.POST('/api/v1/auth/forgot-password', { body: { email: email.trim() } })),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    ask.mutate();
  };
  return (
    <SessionPage title={t('session.forgotTitle')} text={t('session.forgotText')}>
      <form className="form" onSubmit={submit}>
        <Field
          label={t('session.email')}
          type="email"
          autoComplete="email"
          required
          value={email}
          onChange={(event) => setEmail(event.target.value)}
        />
        <ErrorNote error={ask.error} />
        <Button look="primary" type="submit" isBusy={ask.isPending}>
          {t('session.sendCode')}
        </Button>
        {ask.isSuccess && (
          <p className={styles.done} role="status">
            {t('session.codeSent', { email })}
          </p>
        )}
      </form>
      <FormLinks>
        <Link to="/reset">{t('session.haveCode')}</Link>
        <Link to="/login">{t('session.logIn')}</Link>
      </FormLinks>
    </SessionPage>
  );
}

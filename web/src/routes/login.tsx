import { useMutation } from '@tanstack/react-query';
import { getRouteApi, Link, useRouter } from '@tanstack/react-router';
import { ApiError } from '@townsquare/client';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { logIn } from '../api/session';
import { SanctionNotice } from '../features/session/sanction-notice';
import { FormLinks, ProviderButtons, SessionPage } from '../features/session/session-page';
import { Button } from '../ui/button';
import { Field } from '../ui/field';
import { ErrorNote } from '../ui/states';

const route = getRouteApi('/login');

/** The log-in by password, with a second factor where the account has one. */
export function LoginPage() {
  const { t } = useTranslation();
  const router = useRouter();
  const { next = '/' } = route.useSearch();
  const [login, setLogin] = useState('');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [needsCode, setNeedsCode] = useState(false);
  const attempt = useMutation({
    mutationFn: () => logIn({ login: login.trim(), password, code: needsCode ? code.trim() : undefined }),
    onSuccess: () => router.history.push(next),
    onError: (error) => {
      if (error instanceof ApiError && error.code === 'second_factor_required') setNeedsCode(true);
    },
  });
  const error = attempt.error instanceof ApiError ? attempt.error : undefined;
  const isRefused = error?.code === 'invalid_credentials';
  const isSanctioned = error?.code === 'forbidden';
  const isElsewhere = error && !isRefused && !isSanctioned && error.code !== 'second_factor_required';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    attempt.mutate();
  };
  return (
    <SessionPage title={t('session.logIn')} text={t('session.logInText')}>
      {isSanctioned && <SanctionNotice reason={error.message} credentials={{ login: login.trim(), password }} />}
      <form className="form" onSubmit={submit}>
        <Field
          label={t('session.login')}
          name="username"
          autoComplete="username"
          autoCapitalize="none"
          required
          value={login}
          onChange={(event) => setLogin(event.target.value)}
        />
        <Field
          label={t('session.password')}
          name="password"
          type="password"
          autoComplete="current-password"
          required
          value={password}
          onChange={(event) => setPassword(event.target.value)}
          error={isRefused && !needsCode ? t('session.wrong') : undefined}
        />
        {needsCode && (
          <Field
            label={t('session.code')}
            hint={t('session.codeHint')}
            name="code"
            inputMode="numeric"
            autoComplete="one-time-code"
            required
            autoFocus
            value={code}
            onChange={(event) => setCode(event.target.value)}
            error={isRefused ? t('session.wrongCode') : undefined}
          />
        )}
        {isElsewhere && <ErrorNote error={error} />}
        <Button look="primary" type="submit" isBusy={attempt.isPending}>
          {t('session.logIn')}
        </Button>
      </form>
      <ProviderButtons next={next} />
      <FormLinks>
        <Link to="/forgot">{t('session.forgot')}</Link>
        <Link to="/register">{t('session.noAccount')}</Link>
      </FormLinks>
    </SessionPage>
  );
}

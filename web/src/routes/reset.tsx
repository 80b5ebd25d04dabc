import { useMutation } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { ApiError, unwrap } from '@townsquare/client';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../api/client';
import { forgetSession } from '../api/session';
import { FormLinks, HomeLink, SessionPage } from '../features/session/session-page';
import { useErrorText } from '../i18n/error-text';
import { Button } from '../ui/button';
import { Field } from '../ui/field';
import { ErrorNote } from '../ui/states';
import { showToast } from '../ui/toasts';

const route = getRouteApi('/reset');

/** Chooses a new password with a code from a mail. Every session of the account ends. */
export function ResetPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const errorText = useErrorText();
  const [token, setToken] = useState(route.useSearch().code ?? '');
  const [newPassword, setNewPassword] = useState('');
  const reset = useMutation({
    mutationFn: () => unwrap(api.POST('/api/v1/auth/reset-password', { body: { token: token.trim(), newPassword } })),
    onSuccess: () => {
      forgetSession();
      showToast(t('session.passwordChanged'));
      navigate({ to: '/login' });
    },
  });
  const error = reset.error instanceof ApiError ? reset.error : undefined;
  const isCodeWrong = error?.code === 'invalid_token';
  const passwordError = error?.field('newPassword');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    reset.mutate();
  };
  return (
    <SessionPage title={t('session.resetTitle')} text={t('session.resetText')}>
      <form className="form" onSubmit={submit}>
        <Field
          label={t('session.mailedCode')}
          required
          value={token}
          onChange={(event) => setToken(event.target.value)}
          error={isCodeWrong ? errorText(error) : undefined}
        />
        <Field
          label={t('session.newPassword')}
          hint={t('session.passwordHint')}
          type="password"
          autoComplete="new-password"
          minLength={8}
          maxLength={128}
          required
          value={newPassword}
          onChange={(event) => setNewPassword(event.target.value)}
          error={passwordError}
        />
        {error && !isCodeWrong && !passwordError && <ErrorNote error={error} />}
        <Button look="primary" type="submit" isBusy={reset.isPending}>
          {t('session.changePassword')}
        </Button>
      </form>
      <FormLinks>
        <HomeLink />
      </FormLinks>
    </SessionPage>
  );
}

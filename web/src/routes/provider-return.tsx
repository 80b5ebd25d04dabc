import { useMutation } from '@tanstack/react-query';
import { getRouteApi, Link, useRouter } from '@tanstack/react-router';
import { ApiError, unwrap } from '@townsquare/client';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../api/client';
import { logInWithProvider } from '../api/session';
import { endProviderFlow, readProviderFlow } from '../features/session/provider-flow';
import { FormLinks, SessionPage } from '../features/session/session-page';
import { Button } from '../ui/button';
import { Field } from '../ui/field';
import { ErrorNote, Loading } from '../ui/states';
import { showToast } from '../ui/toasts';

const route = getRouteApi('/sign-in/complete');

/** The page to which a provider sends the browser back: it logs in, or links the provider to the account. */
export function ProviderReturnPage() {
  const { t } = useTranslation();
  const router = useRouter();
  const { code, error: refusal } = route.useSearch();
  const [flow] = useState(readProviderFlow);
  const [secret, setSecret] = useState('');
  const begun = useRef(false);
  const isLink = flow?.intent === 'link';
  const finish = useMutation({
    mutationFn: async () => {
      const proof = { code: code!, codeVerifier: flow!.verifier };
      if (isLink)
        await unwrap(api.POST('/api/v1/auth/me/identities', { body: { ...proof, password: secret || undefined } }));
      else await logInWithProvider({ ...proof, secondFactorCode: secret.trim() || undefined });
    },
    onSuccess: () => {
      endProviderFlow();
      if (isLink) showToast(t('settings.linked'));
      router.history.replace(flow!.next);
    },
  });
  const error = finish.error instanceof ApiError ? finish.error : undefined;
  const needsCode = !isLink && (error?.code === 'second_factor_required' || error?.code === 'invalid_credentials');
  const canFinish = code !== undefined && flow !== null;
  // A log-in needs no more than the code; a link waits for the password. React runs effects twice in development.
  useEffect(() => {
    if (!canFinish || isLink || begun.current) return;
    begun.current = true;
    finish.mutate();
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    finish.mutate();
  };
  return (
    <SessionPage title={t(isLink ? 'settings.linkTitle' : 'session.logIn')}>
      {!canFinish && <p role="alert">{refusal ? t('session.providerRefused') : t('session.providerLost')}</p>}
      {canFinish && (isLink || needsCode) && (
        <form className="form" onSubmit={submit}>
          <Field
            label={t(isLink ? 'settings.currentPassword' : 'session.code')}
            hint={isLink ? t('settings.linkHint') : t('session.codeHint')}
            type={isLink ? 'password' : 'text'}
            autoComplete={isLink ? 'current-password' : 'one-time-code'}
            value={secret}
            onChange={(event) => setSecret(event.target.value)}
            error={needsCode && error?.code === 'invalid_credentials' ? t('session.wrongCode') : undefined}
          />
          {isLink && <ErrorNote error={error} />}
          <Button look="primary" type="submit" isBusy={finish.isPending}>
            {t(isLink ? 'settings.link' : 'session.logIn')}
          </Button>
        </form>
      )}
      {finish.isPending && !isLink && <Loading rows={1} />}
      {error && !isLink && !needsCode && <ErrorNote error={error} />}
      {(error || !canFinish) && (
        <FormLinks>
          <Link to="/login">{t('session.logIn')}</Link>
        </FormLinks>
      )}
    </SessionPage>
  );
}

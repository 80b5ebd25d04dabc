import { useMutation, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { ApiError, unwrap } from '@townsquare/client';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../api/client';
import styles from '../features/session/session.module.css';
import { FormLinks, HomeLink, SessionPage } from '../features/session/session-page';
import { useErrorText } from '../i18n/error-text';
import { Button } from '../ui/button';
import { Field } from '../ui/field';
import { ErrorNote } from '../ui/states';

/** Verifies an address with the code that was sent to it. */
export function VerifyPage() {
  const { t } = useTranslation();
  const { code } = getRouteApi('/verify').useSearch();
  const verify = async (token: string) => {
    await unwrap(api.POST('/api/v1/auth/verify-email', { body: { token } }));
    return t('mailedCode.verified');
  };
  return <CodePage title={t('mailedCode.verifyTitle')} text={t('mailedCode.verifyText')} code={code} send={verify} />;
}

/** Confirms a change of address with the code that was sent to the old or the new one; the change needs both. */
export function ChangeEmailPage() {
  const { t } = useTranslation();
  const { code } = getRouteApi('/change-email').useSearch();
  const confirm = async (token: string) => {
    const { changed } = await unwrap(api.POST('/api/v1/auth/confirm-email', { body: { token } }));
    return t(changed ? 'mailedCode.emailChanged' : 'mailedCode.otherCodeNeeded');
  };
  return <CodePage title={t('mailedCode.emailTitle')} text={t('mailedCode.emailText')} code={code} send={confirm} />;
}

interface Props {
  title: string;
  text: string;
  /** From the link; the page sends it only when its reader says so, because programs that scan mails open links too. */
  code: string | undefined;
  /** Sends the code, and returns what to say then. */
  send(code: string): Promise<string>;
}

function CodePage({ title, text, code = '', send }: Props) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const errorText = useErrorText();
  const [token, setToken] = useState(code);
  const confirm = useMutation({
    mutationFn: () => send(token.trim()),
    onSuccess: () => client.invalidateQueries({ queryKey: ['own'] }),
  });
  const isCodeWrong = confirm.error instanceof ApiError && confirm.error.code === 'invalid_token';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    confirm.mutate();
  };
  return (
    <SessionPage title={title} text={text}>
      {confirm.isSuccess ? (
        <p className={styles.done} role="status">
          {confirm.data}
        </p>
      ) : (
        <form className="form" onSubmit={submit}>
          <Field
            label={t('session.mailedCode')}
            required
            value={token}
            onChange={(event) => setToken(event.target.value)}
            error={isCodeWrong ? errorText(confirm.error) : undefined}
          />
          {!isCodeWrong && <ErrorNote error={confirm.error} />}
          <Button look="primary" type="submit" isBusy={confirm.isPending}>
            {t('mailedCode.confirm')}
          </Button>
        </form>
      )}
      <FormLinks>
        <HomeLink />
      </FormLinks>
    </SessionPage>
  );
}

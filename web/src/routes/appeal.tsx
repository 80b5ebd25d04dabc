import { useMutation } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { ApiError, unwrap } from '@townsquare/client';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../api/client';
import styles from '../features/session/session.module.css';
import { FormLinks, HomeLink, SessionPage } from '../features/session/session-page';
import { useErrorText } from '../i18n/error-text';
import { Button } from '../ui/button';
import { Field, TextArea } from '../ui/field';
import { ErrorNote } from '../ui/states';

const route = getRouteApi('/appeal');

/** The appeal of an account that cannot log in, with the code from the mail about its suspension or ban. */
export function AppealPage() {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const [code, setCode] = useState(route.useSearch().code ?? '');
  const [text, setText] = useState('');
  const appeal = useMutation({
    mutationFn: () => unwrap(api.POST('/api/v1/appeals/sanction', { body: { code: code.trim(), text } })),
  });
  const isCodeWrong = appeal.error instanceof ApiError && appeal.error.code === 'invalid_token';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    appeal.mutate();
  };
  return (
    <SessionPage title={t('sanction.appealTitle')} text={t('sanction.appealText')}>
      {appeal.isSuccess ? (
        <p className={styles.done} role="status">
          {t('sanction.appealSent')}
        </p>
      ) : (
        <form className="form" onSubmit={submit}>
          <Field
            label={t('session.mailedCode')}
            required
            value={code}
            onChange={(event) => setCode(event.target.value)}
            error={isCodeWrong ? errorText(appeal.error) : undefined}
          />
          <TextArea
            label={t('sanction.appealReason')}
            required
            maxLength={2000}
            rows={6}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
          {!isCodeWrong && <ErrorNote error={appeal.error} />}
          <Button look="primary" type="submit" isBusy={appeal.isPending}>
            {t('sanction.sendAppeal')}
          </Button>
        </form>
      )}
      <FormLinks>
        <HomeLink />
      </FormLinks>
    </SessionPage>
  );
}

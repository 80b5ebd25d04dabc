import { useQuery } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, type ButtonLook } from '../../ui/button';
import { Dialog, DialogActions } from '../../ui/dialog';
import { Field } from '../../ui/field';
import { ErrorNote } from '../../ui/states';
import { ownAccountQuery } from '../people/person-queries';
import type { useChange } from './use-change';

/** What a person gives to prove that it is they. */
export interface Proof {
  password?: string;
  code?: string;
}

interface Props {
  /** The button that opens the prompt. */
  label: ReactNode;
  title: string;
  text?: string;
  look?: ButtonLook;
  /** Whether a code of the second factor is needed too. */
  needsCode?: boolean;
  change: Pick<ReturnType<typeof useChange<Proof>>, 'mutate' | 'isPending' | 'error' | 'problem' | 'reset'>;
}

/** A button for what needs the password again; an account without one is asked for none. */
export function PasswordPrompt({ label, title, text, look = 'plain', needsCode = false, change }: Props) {
  const { t } = useTranslation();
  const { data: account } = useQuery(ownAccountQuery);
  const [isOpen, setIsOpen] = useState(false);
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const isRefused = change.problem?.code === 'invalid_credentials' || change.problem?.code === 'forbidden';
  const close = () => {
    setIsOpen(false);
    setPassword('');
    setCode('');
    change.reset();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate({ password: password || undefined, code: code.trim() || undefined }, { onSuccess: close });
  };
  return (
    <>
      <Button small look={look} onClick={() => setIsOpen(true)}>
        {label}
      </Button>
      <Dialog title={title} description={text} isOpen={isOpen} onClose={close}>
        <form className="form" onSubmit={submit}>
          {account?.hasPassword && (
            <Field
              label={t('settings.currentPassword')}
              type="password"
              autoComplete="current-password"
              required
              value={password}
              onChange={(event) => setPassword(event.target.value)}
              error={isRefused && !needsCode ? t('settings.wrongPassword') : undefined}
            />
          )}
          {needsCode && (
            <Field
              label={t('session.code')}
              hint={t('session.codeHint')}
              autoComplete="one-time-code"
              required
              value={code}
              onChange={(event) => setCode(event.target.value)}
              error={isRefused ? t('settings.wrongPasswordOrCode') : undefined}
            />
          )}
          {!isRefused && <ErrorNote error={change.error} />}
          <DialogActions>
            <Button onClick={close}>{t('common.cancel')}</Button>
            <Button look={look === 'danger' ? 'danger' : 'primary'} type="submit" isBusy={change.isPending}>
              {title}
            </Button>
          </DialogActions>
        </form>
      </Dialog>
    </>
  );
}

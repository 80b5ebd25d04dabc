import { type Schemas, unwrap } from '@townsquare/client';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { encode } from 'uqr';
import { api } from '../../api/client';
import { Button } from '../../ui/button';
import { Field } from '../../ui/field';
import { ErrorNote } from '../../ui/states';
import { PasswordPrompt, type Proof } from './password-prompt';
import { Section } from './section';
import styles from './settings.module.css';
import { useChange } from './use-change';

/** The second factor: a code from an app, besides the password. */
export function SecondFactor({ isOn }: { isOn: boolean }) {
  const { t } = useTranslation();
  const [secret, setSecret] = useState<Schemas['SecondFactorSecret']>();
  const [recoveryCodes, setRecoveryCodes] = useState<string[]>();
  const begin = useChange<Proof, Schemas['SecondFactorSecret']>({
    run: ({ password }) => unwrap(api.POST('/api/v1/auth/me/second-factor', { body: { password } })),
    onSuccess: setSecret,
  });
  const end = useChange<Proof>({
    run: ({ password, code = '' }) => unwrap(api.DELETE('/api/v1/auth/me/second-factor', { body: { password, code } })),
    done: t('settings.saved'),
    reads: ['own', 'account'],
    onSuccess: () => setRecoveryCodes(undefined),
  });
  const renew = useChange<Proof, Schemas['RecoveryCodes']>({
    run: ({ password, code = '' }) =>
      unwrap(api.POST('/api/v1/auth/me/second-factor/recovery-codes', { body: { password, code } })),
    onSuccess: (renewed) => setRecoveryCodes(renewed.recoveryCodes),
  });
  const finish = (codes: string[]) => {
    setSecret(undefined);
    setRecoveryCodes(codes);
  };
  return (
    <Section
      title={t('settings.secondFactor')}
      text={t(isOn ? 'settings.secondFactorOn' : 'settings.secondFactorText')}
    >
      {secret && <Confirm secret={secret} onDone={finish} />}
      {recoveryCodes && <RecoveryCodes codes={recoveryCodes} />}
      {!secret && (
        <div className={styles.end}>
          {isOn ? (
            <>
              <PasswordPrompt
                label={t('settings.renewCodes')}
                title={t('settings.renewCodes')}
                needsCode
                change={renew}
              />
              <PasswordPrompt
                label={t('settings.secondFactorEnd')}
                title={t('settings.secondFactorEnd')}
                look="danger"
                needsCode
                change={end}
              />
            </>
          ) : (
            <PasswordPrompt
              label={t('settings.secondFactorBegin')}
              title={t('settings.secondFactorBegin')}
              change={begin}
            />
          )}
        </div>
      )}
    </Section>
  );
}

interface ConfirmProps {
  secret: Schemas['SecondFactorSecret'];
  onDone(recoveryCodes: string[]): void;
}

function Confirm({ secret, onDone }: ConfirmProps) {
  const { t } = useTranslation();
  const [code, setCode] = useState('');
  const confirm = useChange({
    run: () => unwrap(api.POST('/api/v1/auth/me/second-factor/confirm', { body: { code: code.trim() } })),
    reads: ['own', 'account'],
    onSuccess: ({ recoveryCodes }: Schemas['RecoveryCodes']) => onDone(recoveryCodes),
  });
  const isWrong = confirm.problem !== undefined && confirm.problem.status < 500 && confirm.problem.status !== 0;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    confirm.mutate();
  };
  return (
    <form className="form" onSubmit={submit}>
      <p>{t('settings.scan')}</p>
      <QrCode text={secret.uri} />
      <p className={styles.secret}>{secret.secret}</p>
      <Field
        label={t('session.code')}
        inputMode="numeric"
        autoComplete="one-time-code"
        required
        value={code}
        onChange={(event) => setCode(event.target.value)}
        error={isWrong ? t('session.wrongCode') : undefined}
      />
      {!isWrong && <ErrorNote error={confirm.error} />}
      <div className={styles.end}>
        <Button look="primary" type="submit" isBusy={confirm.isPending}>
          {t('settings.secondFactorConfirm')}
        </Button>
      </div>
    </form>
  );
}

function QrCode({ text }: { text: string }) {
  const { t } = useTranslation();
  const { data, size } = encode(text, { border: 0 });
  const squares = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])));
  return (
    <svg className={styles.qr} viewBox={`0 0 ${size} ${size}`} role="img" aria-label={t('settings.qrCode')}>
      <path d={squares.join('')} fill="#000000" />
    </svg>
  );
}

function RecoveryCodes({ codes }: { codes: string[] }) {
  const { t } = useTranslation();
  return (
    <div role="status">
      <p>{t('settings.recoveryCodes')}</p>
      <ul className={styles.codes}>
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
    </div>
  );
}

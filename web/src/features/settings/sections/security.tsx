import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type Schemas, unwrap } from '@townsquare/client';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client';
import { Button, buttonClass } from '../../../ui/button';
import { Field } from '../../../ui/field';
import { ErrorNote, Loading } from '../../../ui/states';
import { ownAccountQuery } from '../../people/person-queries';
import { goToProvider, providersQuery } from '../../session/provider-flow';
import { PasswordPrompt, type Proof } from '../password-prompt';
import { SecondFactor } from '../second-factor';
import { Section } from '../section';
import styles from '../settings.module.css';
import { useChange } from '../use-change';

type Account = Schemas['Account'];

/** Password, address, second factor and providers. */
export function SecuritySettings() {
  const { data: account, error, refetch } = useQuery(ownAccountQuery);
  if (!account) return error ? <ErrorNote error={error} onRetry={refetch} /> : <Loading />;
  return (
    <>
      <Address account={account} />
      <Password account={account} />
      <SecondFactor isOn={account.secondFactor} />
      <ProviderList />
    </>
  );
}

function Address({ account }: { account: Account }) {
  const { t } = useTranslation();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const verify = useChange({
    run: () => unwrap(api.POST('/api/v1/auth/me/verification')),
    done: t('settings.codeSent'),
  });
  const change = useChange({
    run: () => unwrap(api.PUT('/api/v1/auth/me/email', { body: { email, password: password || undefined } })),
    done: t('settings.emailCodesSent'),
    onSuccess: () => setPassword(''),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate();
  };
  const isRefused = change.problem?.code === 'invalid_credentials';
  return (
    <Section title={t('session.email')} text={account.email}>
      {!account.emailVerified && (
        <div className={styles.item}>
          <span>{t('settings.notVerified')}</span>
          <span className={styles.end}>
            <Button small isBusy={verify.isPending} onClick={() => verify.mutate()}>
              {t('settings.sendAgain')}
            </Button>
            <Link className={buttonClass('primary', true)} to="/verify">
              {t('session.haveCode')}
            </Link>
          </span>
        </div>
      )}
      <ErrorNote error={verify.error} />
      <form className="form" onSubmit={submit}>
        <Field
          label={t('settings.newEmail')}
          hint={t('settings.newEmailHint')}
          type="email"
          autoComplete="email"
          required
          value={email}
          onChange={(event) => setEmail(event.target.value)}
          error={change.problem?.field('email')}
        />
        {account.hasPassword && (
          <Field
            label={t('settings.currentPassword')}
            type="password"
            autoComplete="current-password"
            required
            value={password}
            onChange={(event) => setPassword(event.target.value)}
            error={isRefused ? t('settings.wrongPassword') : undefined}
          />
        )}
        {!isRefused && !change.problem?.field('email') && <ErrorNote error={change.error} />}
        <div className={styles.end}>
          {change.isSuccess && <Link to="/change-email">{t('session.haveCode')}</Link>}
          <Button type="submit" isBusy={change.isPending}>
            {t('settings.changeEmail')}
          </Button>
        </div>
      </form>
    </Section>
  );
}

function Password({ account }: { account: Account }) {
  const { t } = useTranslation();
  const [currentPassword, setCurrent] = useState('');
  const [newPassword, setNew] = useState('');
  const change = useChange({
    run: () => unwrap(api.PUT('/api/v1/auth/me/password', { body: { currentPassword, newPassword } })),
    done: t('session.passwordChanged'),
    onSuccess: () => {
      setCurrent('');
      setNew('');
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate();
  };
  const isRefused = change.problem?.code === 'invalid_credentials';
  const newError = change.problem?.field('newPassword');
  if (!account.hasPassword)
    return (
      <Section title={t('session.password')} text={t('settings.noPassword')}>
        <p>
          <Link to="/forgot">{t('settings.choosePassword')}</Link>
        </p>
      </Section>
    );
  return (
    <Section title={t('session.password')} text={t('settings.passwordText')}>
      <form className="form" onSubmit={submit}>
        <Field
          label={t('settings.currentPassword')}
          type="password"
          autoComplete="current-password"
          required
          value={currentPassword}
          onChange={(event) => setCurrent(event.target.value)}
          error={isRefused ? t('settings.wrongPassword') : undefined}
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
          onChange={(event) => setNew(event.target.value)}
          error={newError}
        />
        {!isRefused && !newError && <ErrorNote error={change.error} />}
        <div className={styles.end}>
          <Button type="submit" isBusy={change.isPending}>
            {t('session.changePassword')}
          </Button>
        </div>
      </form>
    </Section>
  );
}

function ProviderList() {
  const { t } = useTranslation();
  const { data: providers = [] } = useQuery(providersQuery);
  const { data: linked = [] } = useQuery({
    queryKey: ['own', 'identities'],
    queryFn: async ({ signal }) => (await unwrap(api.GET('/api/v1/auth/me/identities', { signal }))).items,
  });
  if (providers.length === 0) return null;
  return (
    <Section title={t('settings.providers')} text={t('settings.providersText')}>
      <ul>
        {providers.map(({ id, name }) => (
          <li key={id} className={styles.item}>
            <strong>{name}</strong>
            {linked.some(({ provider }) => provider === id) ? (
              <Unlink provider={id} name={name} />
            ) : (
              <Button small onClick={() => goToProvider(id, 'link', '/settings/security')}>
                {t('settings.link')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Unlink({ provider, name }: { provider: Schemas['Identity']['provider']; name: string }) {
  const { t } = useTranslation();
  const unlink = useChange<Proof>({
    run: ({ password }) => {
      const params = { path: { provider } };
      return unwrap(api.DELETE('/api/v1/auth/me/identities/{provider}', { params, body: { password } }));
    },
    reads: ['own', 'identities'],
  });
  return (
    <PasswordPrompt
      label={t('settings.unlink')}
      title={t('settings.unlink')}
      text={t('settings.unlinkText', { name })}
      change={unlink}
    />
  );
}

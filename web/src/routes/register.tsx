import { useMutation } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { ApiError, unwrap } from '@townsquare/client';
import { type FormEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../api/client';
import { logIn } from '../api/session';
import { FormLinks, ProviderButtons, SessionPage } from '../features/session/session-page';
import { Button } from '../ui/button';
import { Field } from '../ui/field';
import { ErrorNote } from '../ui/states';
import { showToast } from '../ui/toasts';

const EMPTY = { username: '', email: '', password: '', fullName: '' };

/** Opens an account, and logs in to it. */
export function RegisterPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [form, setForm] = useState(EMPTY);
  const idempotencyKey = useRef(crypto.randomUUID());
  const register = useMutation({
    mutationFn: async () => {
      const params = { header: { 'Idempotency-Key': idempotencyKey.current } };
      await unwrap(api.POST('/api/v1/auth/register', { params, body: form }));
      await logIn({ login: form.username, password: form.password });
    },
    onSuccess: () => {
      showToast(t('session.welcome'));
      navigate({ to: '/' });
    },
  });
  const error = register.error instanceof ApiError ? register.error : undefined;
  const field = (name: keyof typeof EMPTY) => ({
    name,
    required: true,
    value: form[name],
    onChange: ({ target }: { target: HTMLInputElement }) => {
      idempotencyKey.current = crypto.randomUUID();
      setForm({ ...form, [name]: name === 'username' ? target.value.toLowerCase() : target.value });
    },
    error: error?.field(name),
  });
  const isShownAtFields = error?.problem.errors?.every(({ field: name }) => name in EMPTY) ?? false;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    register.mutate();
  };
  return (
    <SessionPage title={t('session.register')} text={t('session.registerText')}>
      <form className="form" onSubmit={submit}>
        <Field label={t('session.fullName')} autoComplete="name" maxLength={100} {...field('fullName')} />
        <Field
          label={t('session.username')}
          hint={t('session.usernameHint')}
          autoComplete="username"
          autoCapitalize="none"
          pattern="[a-z0-9_]{3,30}"
          {...field('username')}
        />
        <Field label={t('session.email')} type="email" autoComplete="email" {...field('email')} />
        <Field
          label={t('session.password')}
          hint={t('session.passwordHint')}
          type="password"
          autoComplete="new-password"
          minLength={8}
          maxLength={128}
          {...field('password')}
        />
        {error && !isShownAtFields && <ErrorNote error={error} />}
        <Button look="primary" type="submit" isBusy={register.isPending}>
          {t('session.register')}
        </Button>
      </form>
      <ProviderButtons next="/" />
      <FormLinks>
        <Link to="/login">{t('session.hasAccount')}</Link>
      </FormLinks>
    </SessionPage>
  );
}

/**
 * What is tried at a route that changes something for whoever is not signed in. The gateway limits each kind by the
 * address that it comes from:
 *
 * - `guess`: proves who somebody is by what could be guessed, a password or a code. Those that are wrong are limited.
 * - `mail`: opens an account or has a mail sent. All of them are limited.
 * - `refresh`: comes with the refresh token of a session. None is refused for what others at its address have guessed.
 */
export type AttemptKind = 'guess' | 'mail' | 'refresh';

/** The address of such a route. The service declares its route with it, and the gateway limits by it. */
export interface AttemptRoute {
  readonly method: 'post';
  readonly path: string;
  readonly attempt: AttemptKind;
}

const attempt = (kind: AttemptKind, path: string): AttemptRoute => ({
  method: 'post',
  path: `/api/v1/${path}`,
  attempt: kind,
});

/** Every route of that sort. */
export const ATTEMPTS = {
  logIn: attempt('guess', 'auth/login'),
  logInWithProvider: attempt('guess', 'auth/login/provider'),
  verifyEmail: attempt('guess', 'auth/verify-email'),
  confirmEmail: attempt('guess', 'auth/confirm-email'),
  resetPassword: attempt('guess', 'auth/reset-password'),
  downloadDataSanctioned: attempt('guess', 'auth/data-download/sanctioned'),
  appealSanction: attempt('guess', 'appeals/sanction'),
  register: attempt('mail', 'auth/register'),
  forgetPassword: attempt('mail', 'auth/forgot-password'),
  refresh: attempt('refresh', 'auth/refresh'),
  logOut: attempt('refresh', 'auth/logout'),
};

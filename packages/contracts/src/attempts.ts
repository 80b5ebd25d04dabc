/**
 * What a client without a session attempts at a route that changes something. The gateway limits each kind by the client's
 * address:
 *
 * - `guess`: proves an identity by something that could be guessed, a password or a code. Wrong guesses are limited.
 * - `mail`: opens an account or sends a mail. All attempts are limited.
 * - `refresh`: has the refresh token of a session. None is refused because of wrong guesses by others at its address.
 */
export type AttemptKind = 'guess' | 'mail' | 'refresh';

/** The method and path of such a route. The service declares its route with it, and the gateway limits by it. */
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

/** Every such route. */
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

/**
 * The events that take an account back or away. Each begins a new version of the account's credentials, which voids what was
 * begun under an earlier version. A deletion is not one of them: nothing outlives it.
 */
export type CredentialEvent =
  | 'passwordReset'
  | 'passwordChanged'
  | 'emailChanged'
  | 'emailVerified'
  | 'identityUnlinked'
  | 'sanctioned'
  | 'secondFactorRemoved';

/** Which sessions each event ends: all, all but the one in which the owner asked for it, or none. */
export const SESSIONS_ENDED_BY: Record<CredentialEvent, 'all' | 'others' | 'none'> = {
  passwordReset: 'all',
  passwordChanged: 'others',
  emailChanged: 'others',
  // Verification proves who reads the mailbox, not who holds the sessions. That person can end them with a reset.
  emailVerified: 'none',
  identityUnlinked: 'others',
  sanctioned: 'all',
  secondFactorRemoved: 'all',
};

/**
 * What takes an account back, or away from whoever has access to it. Each begins a new state of the account's
 * credentials, and what was begun in an earlier state is void. A deletion is none of these: nothing outlives it.
 */
export type CredentialEvent =
  | 'passwordReset'
  | 'passwordChanged'
  | 'emailChanged'
  | 'emailVerified'
  | 'identityUnlinked'
  | 'sanctioned';

/** Which sessions each event ends: all, all but the one in which the owner asked for it, or none. */
export const SESSIONS_ENDED_BY: Record<CredentialEvent, 'all' | 'others' | 'none'> = {
  passwordReset: 'all',
  passwordChanged: 'others',
  emailChanged: 'others',
  // Verification shows who reads the mailbox, not who holds the sessions. A reset, which that person can ask for, ends them.
  emailVerified: 'none',
  identityUnlinked: 'others',
  sanctioned: 'all',
};

import { APPEAL_DAYS } from '../../moderation/domain/appeal-rules.js';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** What a token that was sent to somebody lets them do. */
export type Purpose = 'verifyEmail' | 'resetPassword' | 'leaveEmail' | 'enterEmail' | 'keptOut';

/** How long a token is good for, in seconds. */
export const TOKEN_SECONDS: Record<Purpose, number> = {
  verifyEmail: 3 * DAY,
  resetPassword: 30 * MINUTE,
  leaveEmail: DAY,
  enterEmail: DAY,
  // With it, who is kept out appeals.
  keptOut: APPEAL_DAYS * DAY,
};

/**
 * What a token is bound to, and void without. One that lets somebody act on the account belongs to the state of its
 * credentials in which it was sent. One that only says who reads a mailbox, or that somebody objects to a sanction, gives
 * no access: it is good while the account has the address that it was sent to.
 */
export const BOUND_TO: Record<Purpose, 'credentials' | 'address'> = {
  verifyEmail: 'address',
  resetPassword: 'credentials',
  leaveEmail: 'credentials',
  enterEmail: 'credentials',
  keptOut: 'address',
};

/** A mail that only tells what has happened. */
export type Notice =
  | 'passwordChanged'
  | 'emailChanged'
  | 'secondFactorOn'
  | 'secondFactorOff'
  | 'recoveryCodeUsed'
  | 'contentRemoved'
  | 'appealDecided'
  | 'identityLinked'
  | 'identityUnlinked'
  | 'dataDownloaded'
  | 'keptOut';

export type MailKind = Purpose | Notice;

/** How long a mail is worth sending, in seconds. What somebody waits for comes soon, or they ask again. */
export function worthSendingSeconds(kind: MailKind): number {
  return kind === 'resetPassword' ? HOUR : 3 * DAY;
}

export function carriesToken(kind: MailKind): kind is Purpose {
  return kind in TOKEN_SECONDS;
}

/** The most mails with a token that one account gets for one purpose in an hour, whoever asks for them. */
export const MAX_TOKENS_AN_HOUR = 5;

const FIRST_PAUSE_SECONDS = 5;
const LONGEST_PAUSE_SECONDS = 30 * MINUTE;

/** How long to wait until a mail is tried again, after so many tries that failed. */
export function pauseSeconds(tries: number): number {
  return Math.min(FIRST_PAUSE_SECONDS * 2 ** (tries - 1), LONGEST_PAUSE_SECONDS);
}

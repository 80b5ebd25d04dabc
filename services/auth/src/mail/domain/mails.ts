import { APPEAL_DAYS } from '../../moderation/domain/appeal-rules.js';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** What a mailed token is for. */
export type Purpose = 'verifyEmail' | 'resetPassword' | 'leaveEmail' | 'enterEmail' | 'sanctioned';

/** How long a token is valid, in seconds. */
export const TOKEN_SECONDS: Record<Purpose, number> = {
  verifyEmail: 3 * DAY,
  resetPassword: 30 * MINUTE,
  leaveEmail: DAY,
  enterEmail: DAY,
  // To appeal against the sanction.
  sanctioned: APPEAL_DAYS * DAY,
};

/**
 * What a token is bound to. One that gives access to the account is void once the account's credentials change. One that
 * only proves who reads a mailbox, or appeals against a sanction, is valid while the account has the address it was sent to.
 */
export const BOUND_TO: Record<Purpose, 'credentials' | 'address'> = {
  verifyEmail: 'address',
  resetPassword: 'credentials',
  leaveEmail: 'credentials',
  enterEmail: 'credentials',
  sanctioned: 'address',
};

/** The page of the web client that takes a mailed token (docs/decisions/0038-tokens-in-a-browser.md). */
export const PAGE_FOR: Record<Purpose, string> = {
  verifyEmail: '/verify',
  resetPassword: '/reset',
  leaveEmail: '/change-email',
  enterEmail: '/change-email',
  sanctioned: '/appeal',
};

/** A mail that reports what has happened. */
export type Notice =
  | 'passwordChanged'
  | 'emailChanged'
  | 'secondFactorOn'
  | 'secondFactorOff'
  | 'secondFactorRemoved'
  | 'recoveryCodeUsed'
  | 'contentRemoved'
  | 'appealDecided'
  | 'identityLinked'
  | 'identityUnlinked'
  | 'dataDownloaded'
  | 'sanctioned';

export type MailKind = Purpose | Notice;

/** After how many seconds a mail is not sent any more. A reader who waits for a reset asks again. */
export function worthSendingSeconds(kind: MailKind): number {
  return kind === 'resetPassword' ? HOUR : 3 * DAY;
}

export function carriesToken(kind: MailKind): kind is Purpose {
  return kind in TOKEN_SECONDS;
}

/** The most mails with a token that one account gets for one purpose in an hour. */
export const MAX_TOKENS_AN_HOUR = 5;

const FIRST_PAUSE_SECONDS = 5;
const LONGEST_PAUSE_SECONDS = 30 * MINUTE;

/** Returns how many seconds to wait before the next try, after so many failed tries. */
export function pauseSeconds(tries: number): number {
  return Math.min(FIRST_PAUSE_SECONDS * 2 ** (tries - 1), LONGEST_PAUSE_SECONDS);
}

/** The facts that a mail contains. */
export interface MailFacts {
  username: string;
  /** Where browsers reach the web client, without a slash at the end. */
  publicUrl: string;
  /** For mails that contain a token. */
  token?: string | undefined;
  /** For mails about a decision. */
  decision?: string | undefined;
}

export interface MailText {
  subject: string;
  html: string;
}

const NOT_YOU = 'If this was not you, reset your password now, and end your other sessions.';
const NOT_ASKED = 'If you did not ask for this, you do not need to do anything.';

const TEXTS: Record<MailKind, { subject: string; lines: string[] }> = {
  verifyEmail: {
    subject: 'Is this your address?',
    lines: ['Enter this code in the app where you registered, within three days:', NOT_ASKED],
  },
  resetPassword: {
    subject: 'A new password',
    lines: ['With this code you can choose a new password, once and within half an hour:', NOT_ASKED],
  },
  leaveEmail: {
    subject: 'Your account is about to change its address',
    lines: ['This code confirms that your account may change to another address. It is valid for a day:', NOT_YOU],
  },
  enterEmail: {
    subject: 'Is this your new address?',
    lines: ['This code confirms that this is the new address of your account. It is valid for a day:', NOT_ASKED],
  },
  passwordChanged: {
    subject: 'Your password was changed',
    lines: ['Your password was changed, and your other sessions have ended.', NOT_YOU],
  },
  secondFactorOn: {
    subject: 'Your second factor is on',
    lines: ['From now on, a log-in also needs a code of your authenticator app.', NOT_YOU],
  },
  secondFactorOff: {
    subject: 'Your second factor is off',
    lines: ['A log-in no longer needs a code of your authenticator app.', NOT_YOU],
  },
  secondFactorRemoved: {
    subject: 'Your second factor was removed',
    lines: [
      'At your request, an operator has turned off the second factor of your account. All its sessions have ended.',
      'Reset your password if somebody else may know it. Then you can set up a second factor again.',
      'If you did not ask for this, reset your password now, and tell the operators.',
    ],
  },
  recoveryCodeUsed: {
    subject: 'A recovery code was used',
    lines: ['One of your recovery codes was used in place of a code of your authenticator app.', NOT_YOU],
  },
  identityLinked: {
    subject: 'A provider was linked to your account',
    lines: ['From now on you can also sign in to your account with that provider.', NOT_YOU],
  },
  identityUnlinked: {
    subject: 'A provider was unlinked from your account',
    lines: ['You can no longer sign in to your account with that provider.', NOT_YOU],
  },
  dataDownloaded: {
    subject: 'Your data was downloaded',
    lines: ['A download of everything that is stored about your account has begun.', NOT_YOU],
  },
  sanctioned: {
    subject: 'Your account is suspended or banned',
    lines: [
      'A moderator has decided that you may not use your account.',
      'If you think that this is wrong, you can appeal with the code above within 30 days.',
    ],
  },
  contentRemoved: {
    subject: 'Your content was removed',
    lines: [
      'A moderator has removed something that you wrote.',
      'If you think that this is wrong, you can appeal in the app within 30 days. A different moderator decides the appeal.',
    ],
  },
  appealDecided: {
    subject: 'Your appeal',
    lines: ['Your appeal was decided.'],
  },
  emailChanged: {
    subject: 'Your account has a new address',
    lines: ['The e-mail address of your account has changed. This address gets no more mails about it.', NOT_YOU],
  },
};

/**
 * Returns a mail's subject and text. A code is there to enter by hand, and in a link to the page that takes it. The page does
 * nothing until its reader confirms, because programs that scan mails open links.
 */
export function mailText(kind: MailKind, facts: MailFacts): MailText {
  const { username, token, decision } = facts;
  const { subject, lines } = TEXTS[kind];
  const [first, ...rest] = lines.map((line) => `<p>${asText(line)}</p>`);
  const code = token === undefined ? [] : [`<p><code>${asText(token)}</code></p>`, ...linkTo(kind, token, facts)];
  const decided = decision === undefined ? [] : [`<p>${asText(decision)}</p>`];
  return {
    subject: `Townsquare: ${subject}`,
    html: [`<p>Hello ${asText(username)},</p>`, first, ...code, ...decided, ...rest].join('\n'),
  };
}

/** The paragraph with the link that carries a token. */
function linkTo(kind: MailKind, token: string, { publicUrl }: MailFacts): string[] {
  if (!carriesToken(kind)) return [];
  const link = asText(`${publicUrl}${PAGE_FOR[kind]}?code=${encodeURIComponent(token)}`);
  return [`<p>Or open this page in a browser: <a href="${link}">${link}</a></p>`];
}

function asText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

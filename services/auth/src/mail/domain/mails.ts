import { APPEAL_DAYS } from '../../moderation/domain/appeal-rules.js';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** What a token that was sent to somebody lets them do. */
export type Purpose = 'verifyEmail' | 'resetPassword' | 'leaveEmail' | 'enterEmail' | 'sanctioned';

/** How long a token is good for, in seconds. */
export const TOKEN_SECONDS: Record<Purpose, number> = {
  verifyEmail: 3 * DAY,
  resetPassword: 30 * MINUTE,
  leaveEmail: DAY,
  enterEmail: DAY,
  // With it, who is kept out appeals.
  sanctioned: APPEAL_DAYS * DAY,
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
  sanctioned: 'address',
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
  | 'sanctioned';

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

/** What a mail says of the one it is for. */
export interface MailFacts {
  username: string;
  /** For mails that carry one. */
  token?: string | undefined;
  /** What was decided, for mails that tell of that. */
  decision?: string | undefined;
}

export interface MailText {
  subject: string;
  html: string;
}

const NOT_YOU = 'If this was not you, reset your password now, and end your other sessions.';
const NOT_ASKED = 'If you did not ask for this, you need not do anything.';

const TEXTS: Record<MailKind, { subject: string; lines: string[] }> = {
  verifyEmail: {
    subject: 'Is this your address?',
    lines: ['Give this code to the app in which you registered, within three days:', NOT_ASKED],
  },
  resetPassword: {
    subject: 'A new password',
    lines: ['With this code you can choose a new password, within half an hour, once:', NOT_ASKED],
  },
  leaveEmail: {
    subject: 'Leaving this address',
    lines: ['This code confirms that your account may leave this address for another one, within a day:', NOT_YOU],
  },
  enterEmail: {
    subject: 'Is this your new address?',
    lines: ['This code confirms that this is the new address of your account, within a day:', NOT_ASKED],
  },
  passwordChanged: {
    subject: 'Your password was changed',
    lines: ['Your password was changed, and your other sessions have ended.', NOT_YOU],
  },
  secondFactorOn: {
    subject: 'Your second factor is on',
    lines: ['From now on, logging in needs a code of your authenticator app as well.', NOT_YOU],
  },
  secondFactorOff: {
    subject: 'Your second factor is off',
    lines: ['Logging in no longer needs a code of your authenticator app.', NOT_YOU],
  },
  recoveryCodeUsed: {
    subject: 'A recovery code was used',
    lines: ['Somebody gave one of your recovery codes in place of a code of your authenticator app.', NOT_YOU],
  },
  identityLinked: {
    subject: 'Another way to sign in',
    lines: ['From now on you can also sign in to your account with a provider that was linked to it.', NOT_YOU],
  },
  identityUnlinked: {
    subject: 'One way to sign in less',
    lines: ['A provider that you could sign in with is no longer linked to your account.', NOT_YOU],
  },
  dataDownloaded: {
    subject: 'Your data was downloaded',
    lines: ['Somebody who knows your password has begun to download all that is kept of your account.', NOT_YOU],
  },
  sanctioned: {
    subject: 'You cannot use your account',
    lines: [
      'A moderator has decided that for now you may not use your account.',
      'If you think that this is wrong, give the code above to the app within 30 days, and say why.',
    ],
  },
  contentRemoved: {
    subject: 'Something of yours was removed',
    lines: [
      'A moderator has decided that something you wrote may not stay.',
      'If you think that this is wrong, you can appeal in the app within 30 days; somebody else will look at it.',
    ],
  },
  appealDecided: {
    subject: 'Your appeal',
    lines: ['Your appeal was looked at.'],
  },
  emailChanged: {
    subject: 'Your account has another address',
    lines: ['Your account has left this address for another one. Nothing more will be sent here.', NOT_YOU],
  },
};

/** A mail's subject and text. Codes are given to an app by hand: a link could be followed by a program that looks at it. */
export function mailText(kind: MailKind, { username, token, decision }: MailFacts): MailText {
  const { subject, lines } = TEXTS[kind];
  const [first, ...rest] = lines.map((line) => `<p>${asText(line)}</p>`);
  const code = token === undefined ? [] : [`<p><code>${asText(token)}</code></p>`];
  const decided = decision === undefined ? [] : [`<p>${asText(decision)}</p>`];
  return {
    subject: `Townsquare: ${subject}`,
    html: [`<p>Hello ${asText(username)},</p>`, first, ...code, ...decided, ...rest].join('\n'),
  };
}

function asText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

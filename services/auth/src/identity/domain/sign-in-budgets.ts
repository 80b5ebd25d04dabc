import { createHash } from 'node:crypto';

/** How many attempts that fail are let through in a window of time, and whose they are. */
export interface Budget {
  /** A digest, so that the table of attempts says nothing of who tried to sign in from where. */
  subject: Buffer;
  attempts: number;
  seconds: number;
}

/** What stands for an account: its id, or what was typed where there is none, so that both are treated alike. */
export function accountKey(account: { id: string } | null, login: string): string {
  return account ? `id:${account.id}` : `login:${login}`;
}

/**
 * The budgets of a log-in. The first stops whoever guesses at one account; the second those who do it from many
 * addresses; the third those who try one password on many accounts. They leave room for many people behind one address,
 * and for a forgetful one. The first is small enough that guesses from one address cannot use up the second, so its owner
 * logs in from elsewhere. Where many addresses have used it up, the owner resets the password.
 */
export function passwordBudgets(account: string, address: string): Budget[] {
  return [
    budget(`account ${account} from ${address}`, 10, 15 * 60),
    accountBudget(account),
    budget(`address ${address}`, 100, 60 * 60),
  ];
}

/**
 * The budget of a password that is asked for within a session. It is the session's own: what strangers have guessed at a
 * log-in refuses nothing to who has a session, and whoever has stolen one cannot lock its owner out.
 */
export function sessionBudget(sessionId: string): Budget {
  return budget(`session ${sessionId}`, 10, 15 * 60);
}

/** Exchanges of a session's refresh tokens: a client needs one in ten minutes, and some more for tabs and lost answers. */
export function refreshBudget(sessionId: string): Budget {
  return budget(`refresh of session ${sessionId}`, 30, 60);
}

export function accountBudget(account: string): Budget {
  return budget(`account ${account}`, 100, 60 * 60);
}

/** Codes of a second factor that are wrong; an account of which nobody knows the password never comes to that. */
export function codeBudget(userId: string): Budget {
  return budget(`code of ${userId}`, 20, 24 * 60 * 60);
}

/** Downloads of all of somebody's data, each of which asks most services for much. */
export function downloadBudget(userId: string): Budget {
  return budget(`download of ${userId}`, 5, 60 * 60);
}

function budget(subject: string, attempts: number, seconds: number): Budget {
  return { subject: createHash('sha256').update(subject).digest(), attempts, seconds };
}

import { createHash } from 'node:crypto';

/** A rate limit: how many failed attempts of a subject are allowed in a window of time. */
export interface Budget {
  /** A digest, so that the table of attempts does not reveal who tried to sign in from where. */
  subject: Buffer;
  attempts: number;
  seconds: number;
}

/** Returns the key of an account: its id, or the login where there is no such account, so that both are treated alike. */
export function accountKey(account: { id: string } | null, login: string): string {
  return account ? `id:${account.id}` : `login:${login}`;
}

/**
 * The budgets of a log-in. The first limits guesses at one account from one address, the second from all addresses, and the
 * third guesses from one address at all accounts. They leave room for many people behind one address. Guesses from one
 * address cannot use up the second budget, so the owner can log in from another address. Once many addresses have used it up,
 * the owner resets the password.
 */
export function passwordBudgets(account: string, address: string): Budget[] {
  return [
    budget(`account ${account} from ${address}`, 10, 15 * 60),
    accountBudget(account),
    budget(`address ${address}`, 100, 60 * 60),
  ];
}

/**
 * The budget of passwords that are checked within a session. Guesses at the log-in do not use it up, and the holder of a
 * stolen session cannot lock the owner out.
 */
export function sessionBudget(sessionId: string): Budget {
  return budget(`session ${sessionId}`, 10, 15 * 60);
}

/** Exchanges of refresh tokens: a client needs one in ten minutes, and some more for other tabs and lost responses. */
export function refreshBudget(sessionId: string): Budget {
  return budget(`refresh of session ${sessionId}`, 30, 60);
}

export function accountBudget(account: string): Budget {
  return budget(`account ${account}`, 100, 60 * 60);
}

/** Wrong codes of a second factor, which are only checked after the right password. */
export function codeBudget(userId: string): Budget {
  return budget(`code of ${userId}`, 20, 24 * 60 * 60);
}

/** Downloads of an account's data, each of which loads most services. */
export function downloadBudget(userId: string): Budget {
  return budget(`download of ${userId}`, 5, 60 * 60);
}

function budget(subject: string, attempts: number, seconds: number): Budget {
  return { subject: createHash('sha256').update(subject).digest(), attempts, seconds };
}

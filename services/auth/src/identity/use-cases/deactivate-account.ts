import { userDeactivated } from '@townsquare/contracts';
import { AppError, type Transaction } from '@townsquare/kit';
import { queueMail } from '../../mail/data/mails.js';
import { type Account, updateStatus } from '../data/accounts.js';
import { renewCredentials } from '../data/credentials.js';

/**
 * Deactivates an account that the transaction has locked: it is hidden, nothing of it is erased, and its sessions end. Throws
 * `unauthenticated` where it is banned or deactivated already, since its sessions have ended then.
 */
export async function deactivateAccount(tx: Transaction, account: Account): Promise<void> {
  if (account.status !== 'active') throw new AppError('unauthenticated', 'The session has ended.');
  await setDeactivated(tx, account, true);
  await renewCredentials(tx.manager, account.id, 'deactivated');
  await queueMail(tx.manager, 'deactivated', account.email, account.id);
}

/** Activates an account whose owner has come back; the transaction has locked it. Changes nothing for an active account. */
export async function reactivateAccount(tx: Transaction, account: Account): Promise<void> {
  if (account.status !== 'inactive') return;
  await setDeactivated(tx, account, false);
  await queueMail(tx.manager, 'reactivated', account.email, account.id);
}

async function setDeactivated(tx: Transaction, account: Account, isDeactivated: boolean): Promise<void> {
  const { version, deactivated } = await updateStatus(tx, account, { deactivated: isDeactivated });
  tx.publish(userDeactivated, { id: account.id, version }, { userId: account.id, deactivated });
}

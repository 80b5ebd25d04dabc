import { userDeleted } from '@townsquare/contracts';
import { AppError, type Transaction } from '@townsquare/kit';
import { deleteDownload } from '../../data-download/data/downloads.js';
import { deleteMails } from '../../mail/data/mails.js';
import { eraseReports } from '../../moderation/data/reports.js';
import { deleteSanctions } from '../../moderation/data/sanctions.js';
import { deleteUser, lockUser } from '../data/accounts.js';
import { type Deletion, insertDeletion } from '../data/deletions.js';
import { deleteEmailChange } from '../data/email-changes.js';
import { deleteIdentities } from '../data/identities.js';
import { disownUsernames, keepUsername } from '../data/kept-usernames.js';
import { deleteTokens } from '../data/one-time-tokens.js';
import { deleteSecondFactor } from '../data/second-factors.js';
import { deleteSessions } from '../data/sessions.js';

/**
 * Deletes an account with everything that auth holds of its owner, and publishes `user.deleted`. Nobody can take its
 * username for `usernameKeptDays`. Throws `unauthenticated` when the account is gone already.
 */
export async function deleteAccount(tx: Transaction, userId: string, usernameKeptDays: number): Promise<Deletion> {
  const { manager } = tx;
  const user = await lockUser(manager, userId);
  if (!user) throw new AppError('unauthenticated');
  await deleteTokens(manager, userId);
  await deleteEmailChange(manager, userId);
  await deleteDownload(manager, userId);
  await deleteSecondFactor(manager, userId);
  await deleteIdentities(manager, userId);
  await deleteSanctions(manager, userId);
  await eraseReports(manager, userId);
  await deleteMails(manager, userId);
  await disownUsernames(manager, userId);
  await keepUsername(manager, user.username, null, usernameKeptDays);
  // Before the account, whose sessions go with its row: the other services ask which sessions have ended.
  await deleteSessions(manager, userId);
  await deleteUser(manager, userId);
  tx.publish(userDeleted, { id: userId, version: Number(user.version) + 1 }, { userId });
  return insertDeletion(tx, userId);
}

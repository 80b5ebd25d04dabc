import { userRegistered } from '@townsquare/contracts';
import { AppError, conflict } from '@townsquare/kit';
import type { Context } from '../../context.js';
import { queueMail } from '../../mail/data/mails.js';
import { type Account, findAccount, freeUsername, insertAccount } from '../data/accounts.js';
import { insertIdentity } from '../data/identities.js';
import { Email, FullName, MAX_NAME_LENGTH } from '../domain/account-rules.js';
import { PROVIDER_NAMES, type ProvenIdentity } from '../domain/providers.js';
import { usernameProposals } from '../domain/usernames.js';

/** Opens an account without a password for a new identity; throws `conflict` when its address is missing or taken. */
export async function openAccount({ database, wakeMail }: Context, identity: ProvenIdentity): Promise<Account> {
  const email = addressOf(identity);
  const account = await database.transaction(async (tx) => {
    refuseTakenAddress(identity, await findAccount(tx.manager, { email }));
    const username = await freeUsername(tx.manager, usernameProposals(identity.name));
    const opened = await insertAccount(tx, {
      username,
      email,
      emailVerified: identity.emailVerified,
      fullName: FullName.safeParse(shortened(identity.name)).data ?? username,
      passwordHash: null,
      oauthProvider: identity.provider,
    });
    await insertIdentity(tx.manager, opened, identity);
    if (!opened.emailVerified) await queueMail(tx.manager, 'verifyEmail', email, opened.id);
    const { id: userId, fullName, createdAt } = opened;
    const facts = { userId, username, fullName, createdAt: createdAt.toISOString() };
    tx.publish(userRegistered, { id: userId, version: 1 }, facts);
    return opened;
  });
  wakeMail();
  return account;
}

/** Shortens a provider's name to our limit, and never cuts a character in half. */
const shortened = (name: string) => name.slice(0, MAX_NAME_LENGTH).replace(/\p{Cs}$/u, '');

/** Returns the address of an identity, which every account needs. */
function addressOf({ provider, email }: ProvenIdentity): string {
  const address = Email.safeParse(email ?? '');
  if (address.success) return address.data;
  const name = PROVIDER_NAMES[provider];
  throw conflict(`${name} has given us no e-mail address of yours: register with one, then link your ${name} account.`);
}

/** The owner of that account and the person who signs in may differ, whatever either has verified. */
function refuseTakenAddress({ provider }: ProvenIdentity, holder: Account | null): void {
  if (!holder) return;
  const name = PROVIDER_NAMES[provider];
  const detail = `An account already has your e-mail address: log in to it, then link your ${name} account.`;
  throw new AppError('conflict', detail, [{ field: 'email', message: 'is taken' }]);
}

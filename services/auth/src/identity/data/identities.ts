import { conflict, isDuplicate } from '@townsquare/kit';
import type { EntityManager } from 'typeorm';
import { PROVIDER_NAMES, type ProvenIdentity, type ProviderId, vouchedAddress } from '../domain/providers.js';
import type { UserEntity } from './entities.js';

/** An account at a provider that is linked to an account here, and can sign in to it. */
export interface Identity {
  provider: ProviderId;
  /** The provider's id of the person. */
  subject: string;
  /** The account's address, if the provider vouched for it: the owner of this identity reads that mailbox. */
  vouchedFor: string | null;
  createdAt: Date;
}

type Key = Pick<ProvenIdentity, 'provider' | 'subject'>;
type Owner = Pick<UserEntity, 'id' | 'email'>;

/** Returns the id of the account that an identity is linked to. */
export async function findIdentityHolder(
  manager: EntityManager,
  { provider, subject }: Key,
): Promise<string | undefined> {
  const [row] = await manager.query(
    'SELECT user_id AS userId FROM oauth_identities WHERE provider = ? AND subject = ?',
    [provider, subject],
  );
  return row && String(row.userId);
}

/** Links an identity to an account; throws `conflict` when either is linked already. */
export async function insertIdentity(
  manager: EntityManager,
  { id: userId, email }: Owner,
  identity: ProvenIdentity,
): Promise<void> {
  const { provider, subject } = identity;
  try {
    await manager.query(
      `INSERT INTO oauth_identities (provider, subject, user_id, created_at, vouched_for)
       VALUES (?, ?, ?, UTC_TIMESTAMP(3), ?)`,
      [provider, subject, userId, vouchedAddress(identity) === email ? email : null],
    );
  } catch (error) {
    if (!isDuplicate(error)) throw error;
    const holderId = await findIdentityHolder(manager, identity);
    const name = PROVIDER_NAMES[provider];
    if (holderId !== undefined && holderId !== userId)
      throw conflict(`That ${name} account is linked to a different account.`);
    throw conflict(`This account is already linked to a ${name} account.`);
  }
  await updateOauthId(manager, userId);
}

export async function findIdentities(manager: EntityManager, userId: string): Promise<Identity[]> {
  return manager.query(
    `SELECT provider, subject, vouched_for AS vouchedFor, created_at AS createdAt FROM oauth_identities
     WHERE user_id = ? ORDER BY created_at, provider`,
    [userId],
  );
}

/** Unlinks an account from the providers that did not vouch for its address; returns whether there were any. */
export async function deleteUnvouchedIdentities(manager: EntityManager, { id, email }: Owner): Promise<boolean> {
  const statement = 'DELETE FROM oauth_identities WHERE user_id = ? AND (vouched_for IS NULL OR vouched_for <> ?)';
  const { affectedRows } = await manager.query(statement, [id, email]);
  await updateOauthId(manager, id);
  return affectedRows > 0;
}

/** Unlinks an account from one provider, or from all. */
export async function deleteIdentities(manager: EntityManager, userId: string, provider?: ProviderId): Promise<void> {
  const [condition, values] = provider === undefined ? ['', []] : ['AND provider = ?', [provider]];
  await manager.query(`DELETE FROM oauth_identities WHERE user_id = ? ${condition}`, [userId, ...values]);
  await updateOauthId(manager, userId);
}

/** Makes `users.oauth_id` the subject that the account has at the provider it was opened with, or NULL where it has none. */
async function updateOauthId(manager: EntityManager, userId: string): Promise<void> {
  await manager.query(
    `UPDATE users u LEFT JOIN oauth_identities i ON i.user_id = u.id AND i.provider = u.oauth_provider
     SET u.oauth_id = i.subject WHERE u.id = ?`,
    [userId],
  );
}

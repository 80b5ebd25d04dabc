import { conflict, isDuplicate } from '@townsquare/kit';
import type { EntityManager } from 'typeorm';
import { PROVIDER_NAMES, type ProvenIdentity, type ProviderId, vouchedAddress } from '../domain/providers.js';
import type { UserEntity } from './entities.js';

/** A way in that an account has beside its password. */
export interface Identity {
  provider: ProviderId;
  /** Who somebody is, by the provider's word. */
  subject: string;
  /** The account's address, if the provider vouched for it: whoever has this identity reads that mailbox. */
  vouchedFor: string | null;
  createdAt: Date;
}

type Key = Pick<ProvenIdentity, 'provider' | 'subject'>;
type Owner = Pick<UserEntity, 'id' | 'email'>;

/** The id of the account that an identity is linked to. */
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

/** Links an identity to an account; throws `conflict` when it has an account, or the account has one of that provider. */
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
      throw conflict(`That ${name} account is linked to another account.`);
    throw conflict(`This account is linked to a ${name} account already.`);
  }
}

export async function findIdentities(manager: EntityManager, userId: string): Promise<Identity[]> {
  return manager.query(
    `SELECT provider, subject, vouched_for AS vouchedFor, created_at AS createdAt FROM oauth_identities
     WHERE user_id = ? ORDER BY created_at, provider`,
    [userId],
  );
}

/** Unlinks an account from the providers that did not vouch for its address; false when there were none. */
export async function deleteUnvouchedIdentities(manager: EntityManager, { id, email }: Owner): Promise<boolean> {
  const statement = 'DELETE FROM oauth_identities WHERE user_id = ? AND (vouched_for IS NULL OR vouched_for <> ?)';
  return (await manager.query(statement, [id, email])).affectedRows > 0;
}

/** Unlinks an account from one provider, or from all. */
export async function deleteIdentities(manager: EntityManager, userId: string, provider?: ProviderId): Promise<void> {
  const [condition, values] = provider === undefined ? ['', []] : ['AND provider = ?', [provider]];
  await manager.query(`DELETE FROM oauth_identities WHERE user_id = ? ${condition}`, [userId, ...values]);
}

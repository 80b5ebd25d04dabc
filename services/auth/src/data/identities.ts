import { conflict, isDuplicate } from '@townsquare/kit';
import type { EntityManager } from 'typeorm';
import { PROVIDER_NAMES, type ProvenIdentity, type ProviderId } from '../domain/providers.js';

/** A way in that an account has beside its password. */
export interface Identity {
  provider: ProviderId;
  /** Who somebody is, by the provider's word. */
  subject: string;
  createdAt: Date;
}

type Key = Pick<ProvenIdentity, 'provider' | 'subject'>;

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
export async function insertIdentity(manager: EntityManager, userId: string, identity: Key): Promise<void> {
  const { provider, subject } = identity;
  try {
    await manager.query(
      'INSERT INTO oauth_identities (provider, subject, user_id, created_at) VALUES (?, ?, ?, UTC_TIMESTAMP(3))',
      [provider, subject, userId],
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

export async function listIdentities(manager: EntityManager, userId: string): Promise<Identity[]> {
  return manager.query(
    `SELECT provider, subject, created_at AS createdAt FROM oauth_identities
     WHERE user_id = ? ORDER BY created_at, provider`,
    [userId],
  );
}

/** Unlinks an account from one provider, or from all. */
export async function deleteIdentities(manager: EntityManager, userId: string, provider?: ProviderId): Promise<void> {
  const [condition, values] = provider === undefined ? ['', []] : ['AND provider = ?', [provider]];
  await manager.query(`DELETE FROM oauth_identities WHERE user_id = ? ${condition}`, [userId, ...values]);
}

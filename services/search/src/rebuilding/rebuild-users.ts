import type { ProfileRecord } from '@townsquare/contracts';
import { userDocument } from '../domain/documents.js';
import type { Parts } from '../parts.js';

/**
 * Indexes a page of people as their owner has them. Who is known to be gone is left out, for the owner may not have heard
 * of it yet; who goes from now on leaves a mark in the new index, too.
 */
export async function rebuildUsers(
  { engine, people, database }: Parts,
  rebuild: string,
  profiles: ProfileRecord[],
): Promise<void> {
  const present = await database.transaction((tx) => people.take(tx, profiles));
  const documents = present.map((profile) => ({
    id: profile.userId,
    version: profile.version,
    document: userDocument(profile),
  }));
  await engine.writeAll('users', documents, rebuild);
}

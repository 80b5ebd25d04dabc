import type { EntityManager } from 'typeorm';
import { type CredentialEvent, SESSIONS_ENDED_BY } from '../domain/credential-events.js';
import { deleteSessions } from './sessions.js';

/**
 * Begins the next version of an account's credentials, which voids what was begun under an earlier version, and ends the
 * sessions that the event ends. `sessionId` is the session in which the owner asked for the event.
 */
export async function renewCredentials(
  manager: EntityManager,
  userId: string,
  event: CredentialEvent,
  sessionId?: string,
): Promise<void> {
  // First, for its lock: a concurrent new session is either committed, and ended below, or refused.
  await manager.query('UPDATE users SET credential_version = credential_version + 1 WHERE id = ?', [userId]);
  const ended = SESSIONS_ENDED_BY[event];
  if (ended !== 'none') await deleteSessions(manager, userId, ended === 'others' ? sessionId : undefined);
}

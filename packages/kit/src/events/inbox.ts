import type { EntityManager } from 'typeorm';
import { isDuplicate } from '../database/database.js';

/** Marks an event as seen, in the transaction of its effect; false when it was seen before. */
export async function receive(manager: EntityManager, eventId: string): Promise<boolean> {
  try {
    await manager.query('INSERT INTO inbox (event_id, received_at) VALUES (?, UTC_TIMESTAMP(3))', [eventId]);
    return true;
  } catch (error) {
    if (isDuplicate(error)) return false;
    throw error;
  }
}

import { isDeepStrictEqual } from 'node:util';
import { userWordsMuted } from '@townsquare/contracts';
import { notFound, type Transaction } from '@townsquare/kit';
import type { EntityManager } from 'typeorm';
import { requireActive } from '../domain/relation.js';
import { OwnGraph } from './own-graph.js';

/** The words that somebody has muted, in one order for all. */
export async function readMutedWords(manager: EntityManager, userId: string): Promise<string[]> {
  const rows: { word: string }[] = await manager.query('SELECT word FROM muted_words WHERE user_id = ?', [userId]);
  return rows.map(({ word }) => word).sort();
}

/** Has somebody mute these words and no others; answers them, each once. Nothing happens when it was so already. */
export async function setMutedWords(tx: Transaction, userId: string, words: string[]): Promise<string[]> {
  const graph = await OwnGraph.take(tx, userId);
  if (!graph) throw notFound('profile');
  requireActive(graph.account);
  const wanted = [...new Set(words)].sort();
  if (isDeepStrictEqual(await readMutedWords(tx.manager, userId), wanted)) return wanted;
  await tx.manager.query('DELETE FROM muted_words WHERE user_id = ?', [userId]);
  if (wanted.length > 0) {
    await tx.manager.query('INSERT INTO muted_words (user_id, word) VALUES ?', [wanted.map((word) => [userId, word])]);
  }
  graph.publish(userWordsMuted, { userId, words: wanted, at: graph.now.toISOString() });
  await graph.keep();
  return wanted;
}

import type { EntityManager } from 'typeorm';
import type { Comment } from './entities.js';

/** Keeps whom a comment mentions, so that each of them can be taken out. */
export async function insertMentions(manager: EntityManager, { id, mentions }: Comment): Promise<void> {
  // Somebody may be mentioned by two names.
  const mentioned = new Set(mentions.map(({ userId }) => userId));
  if (mentioned.size === 0) return;
  await manager.query('INSERT INTO mentions (comment_id, mentioned_id) VALUES ?', [
    [...mentioned].map((userId) => [id, userId]),
  ]);
}

export async function deleteMentions(manager: EntityManager, commentIds: string[]): Promise<void> {
  if (commentIds.length > 0) await manager.query('DELETE FROM mentions WHERE comment_id IN (?)', [commentIds]);
}

/** Some of the comments that mention a person, and the posts that they stand under. */
export async function findMentioning(
  manager: EntityManager,
  mentionedId: string,
  limit: number,
): Promise<{ commentId: string; postId: string | null }[]> {
  return manager.query(
    `SELECT m.comment_id AS commentId, c.post_id AS postId FROM mentions m LEFT JOIN comments c ON c.id = m.comment_id
     WHERE m.mentioned_id = ? LIMIT ?`,
    [mentionedId, limit],
  );
}

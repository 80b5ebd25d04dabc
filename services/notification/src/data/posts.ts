import type { EntityManager } from 'typeorm';

/** Whether this version of a post is the latest that is known, and the post is there. Locks it until the transaction ends. */
export async function isLatestPost(manager: EntityManager, postId: string, version: number): Promise<boolean> {
  const [post] = await manager.query('SELECT version, deleted FROM known_posts WHERE post_id = ? FOR UPDATE', [postId]);
  return post !== undefined && post.deleted === 0 && Number(post.version) === version;
}

/** Keeps that a post was announced to nobody, since its author has too many followers. */
export async function markPulled(manager: EntityManager, postId: string): Promise<void> {
  await manager.query('INSERT IGNORE INTO pulled_posts (post_id) VALUES (?)', [postId]);
}

/** Which of these posts were announced to nobody. */
export async function pulledAmong(manager: EntityManager, postIds: string[]): Promise<Set<string>> {
  const rows: { post_id: string }[] = await manager.query('SELECT post_id FROM pulled_posts WHERE post_id IN (?)', [
    ['0', ...postIds],
  ]);
  return new Set(rows.map((row) => row.post_id));
}

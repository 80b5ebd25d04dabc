import type { EntityManager } from 'typeorm';

/** Whether this version of a post is the latest that is known, and the post is there. Locks it until the transaction ends. */
export async function isLatestPost(manager: EntityManager, postId: string, version: number): Promise<boolean> {
  const [post] = await manager.query('SELECT version, deleted FROM known_posts WHERE post_id = ? FOR UPDATE', [postId]);
  return post !== undefined && post.deleted === 0 && Number(post.version) === version;
}

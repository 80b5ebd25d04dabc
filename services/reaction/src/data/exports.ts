import { type PostReactions, REACTION_TYPES, type ReactionRecord, type ReactionType } from '@townsquare/contracts';
import { type ExportRows, inPairRange } from '@townsquare/kit';
import type { EntityManager } from 'typeorm';
import type { TargetType } from '../domain/target.js';
import { column } from './reactions.js';

interface Row {
  targetId: string;
  userId: string;
  reaction: ReactionType;
  at: Date;
  postId: string;
  targetAuthorId: string;
}

/** Reactions to posts, or to comments, that are there, in the order of their targets, then of who reacted. */
export async function reactionsInOrder(
  manager: EntityManager,
  type: TargetType,
  rows: ExportRows,
): Promise<ReactionRecord[]> {
  const target = `r.${column(type)}`;
  const [range, values] = inPairRange(rows, target, 'r.user_id');
  const found: Row[] = await manager.query(
    `SELECT ${target} AS targetId, r.user_id AS userId, r.reaction_type AS reaction, r.created_at AS at,
       t.post_id AS postId, t.target_author_id AS targetAuthorId
     FROM reactions r JOIN reaction_totals t ON t.target_type = ? AND t.target_id = ${target} AND t.closed = 0
     WHERE ${range} ORDER BY ${target}, r.user_id LIMIT ?`,
    [type, ...values, rows.limit],
  );
  return found.map(({ targetId, at, ...reaction }) => ({
    ...reaction,
    target: { type, id: targetId },
    at: at.toISOString(),
  }));
}

/** The reactions to each of these posts, counted row by row, with the version of their totals. */
export async function countReactions(manager: EntityManager, postIds: string[]): Promise<PostReactions[]> {
  const sums = REACTION_TYPES.map((type) => `COALESCE(SUM(r.reaction_type = '${type}'), 0) AS \`${type}\``);
  const rows: ({ postId: string; version: string } & Record<ReactionType, string>)[] = await manager.query(
    `SELECT t.target_id AS postId, t.version, ${sums.join(', ')}
     FROM reaction_totals t LEFT JOIN reactions r ON r.post_id = t.target_id
     WHERE t.target_type = 'post' AND t.target_id IN (?) AND t.closed = 0 GROUP BY t.target_id, t.version`,
    [postIds],
  );
  return rows.map(({ postId, version, like, love, haha, sad, angry }) => ({
    postId,
    version: Number(version),
    totals: { like: Number(like), love: Number(love), haha: Number(haha), sad: Number(sad), angry: Number(angry) },
  }));
}

import type { commentCreated, commentDeleted, EventData } from '@townsquare/contracts';
import type { Database, Transaction } from '@townsquare/kit';
import type { Owners } from '@townsquare/projections';
import type { EntityManager } from 'typeorm';

/** The author and the post of a comment. Neither ever changes. */
export interface KnownComment {
  commentId: string;
  postId: string;
  authorId: string;
}

interface Row {
  comment_id: string;
  post_id: string;
  author_id: string;
  deleted: number;
}

/** This service's own copy of the author and post of each comment, kept current by events. */
export class KnownComments {
  constructor(
    private readonly database: Database,
    private readonly owners: Pick<Owners, 'comments'>,
  ) {}

  apply(data: EventData<typeof commentCreated>, tx: Transaction): Promise<void> {
    return save(tx.manager, data, false);
  }

  /** Marks the comment as deleted. The row stays, so that a late event does not bring the comment back. */
  remove(data: EventData<typeof commentDeleted>, tx: Transaction): Promise<void> {
    return save(tx.manager, data, true);
  }

  /** The comments by id, without those that are deleted or never existed. Asks the comment service only for new ones. */
  async find(commentIds: string[]): Promise<Map<string, KnownComment>> {
    if (commentIds.length === 0) return new Map();
    const rows: Row[] = await this.database.manager.query(
      'SELECT comment_id, post_id, author_id, deleted FROM known_comments WHERE comment_id IN (?)',
      [commentIds],
    );
    const known = new Set(rows.map((row) => row.comment_id));
    const unknown = commentIds.filter((id) => !known.has(id));
    const fetched = unknown.length > 0 ? await this.owners.comments(unknown) : [];
    for (const comment of fetched) await save(this.database.manager, comment, false);
    const comments = [...rows.filter((row) => !row.deleted).map(toComment), ...fetched];
    return new Map(comments.map((comment) => [comment.commentId, comment]));
  }
}

function toComment(row: Row): KnownComment {
  return { commentId: row.comment_id, postId: row.post_id, authorId: row.author_id };
}

async function save(manager: EntityManager, comment: KnownComment, deleted: boolean): Promise<void> {
  await manager.query(
    `INSERT INTO known_comments (comment_id, post_id, author_id, deleted) VALUES (?, ?, ?, ?)
     ON DUPLICATE KEY UPDATE deleted = GREATEST(deleted, VALUES(deleted))`,
    [comment.commentId, comment.postId, comment.authorId, deleted ? 1 : 0],
  );
}

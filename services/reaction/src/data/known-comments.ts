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

  /** The comment, or undefined when it is deleted or never existed. Asks the comment service only for one not yet known. */
  async find(commentId: string): Promise<KnownComment | undefined> {
    const [row]: Row[] = await this.database.manager.query(
      'SELECT comment_id, post_id, author_id, deleted FROM known_comments WHERE comment_id = ?',
      [commentId],
    );
    if (row) return row.deleted ? undefined : toComment(row);
    const [comment] = await this.owners.comments([commentId]);
    if (comment) await save(this.database.manager, comment, false);
    return comment;
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

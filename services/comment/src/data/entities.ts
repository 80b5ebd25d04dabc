import type { Mention } from '@townsquare/contracts';
import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

const NOW = 'CURRENT_TIMESTAMP(3)';

/** A comment, or a reply to one. A tombstone has `deletedAt`, no author and no text. */
@Entity('comments')
export class Comment {
  @PrimaryGeneratedColumn({ type: 'bigint', unsigned: true })
  id: string;

  @Column({ name: 'post_id', type: 'bigint', unsigned: true })
  postId: string;

  @Column({ name: 'user_id', type: 'bigint', unsigned: true, nullable: true })
  authorId: string | null;

  @Column({ name: 'parent_comment_id', type: 'bigint', unsigned: true, nullable: true })
  parentCommentId: string | null;

  @Column({ type: 'text' })
  content: string;

  /** The accounts that the text mentions. They stand in the row as well, so that one query reads a page of comments. */
  @Column({ type: 'json', nullable: true, transformer: { from: (value) => value ?? [], to: (value) => value } })
  mentions: Mention[];

  /** Direct replies, tombstones included. */
  @Column({ name: 'reply_count', type: 'int', unsigned: true, default: 0 })
  replyCount: number;

  /** Its author is hidden, so it is in no total. Nobody but the author sees it. */
  @Column({ type: 'boolean', default: false })
  hidden: boolean;

  @Column({ type: 'int', unsigned: true, default: 1 })
  version: number;

  @Column({ name: 'created_at', type: 'datetime', precision: 3, default: () => NOW })
  createdAt: Date;

  /** When the text was edited last. */
  @Column({ name: 'updated_at', type: 'datetime', precision: 3, default: () => NOW })
  updatedAt: Date;

  @Column({ name: 'deleted_at', type: 'datetime', precision: 3, nullable: true })
  deletedAt: Date | null;
}

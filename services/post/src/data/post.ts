import type { Mention } from '@townsquare/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A post. Its image and tags stand in its row as well, so that a page of posts is one query. */
@Entity('posts')
export class Post {
  @PrimaryColumn({ type: 'bigint', unsigned: true, generated: 'increment' })
  id: string;

  /** The author: the column by which the table is partitioned. */
  @PrimaryColumn({ name: 'user_id', type: 'bigint', unsigned: true })
  userId: string;

  @Column({ type: 'text' })
  content: string;

  @Column({ name: 'media_id', type: 'bigint', unsigned: true, nullable: true })
  mediaId: string | null;

  @Column({ name: 'media_url', type: 'varchar', length: 200, nullable: true })
  mediaUrl: string | null;

  @Column({ name: 'media_width', type: 'int', unsigned: true, nullable: true })
  mediaWidth: number | null;

  @Column({ name: 'media_height', type: 'int', unsigned: true, nullable: true })
  mediaHeight: number | null;

  @Column({ name: 'is_private', type: 'boolean' })
  isPrivate: boolean;

  @Column({ type: 'json' })
  hashtags: string[];

  @Column({ type: 'json' })
  mentions: Mention[];

  @Column({ name: 'created_at', type: 'datetime', precision: 3 })
  createdAt: Date;

  @Column({ name: 'updated_at', type: 'datetime', precision: 3 })
  updatedAt: Date;

  @Column({ type: 'bigint', unsigned: true })
  version: string;
}

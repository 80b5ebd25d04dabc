import type { Mention } from '@townsquare/contracts';
import { Column, Entity, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';

const NOW = 'CURRENT_TIMESTAMP(3)';

/** A post. Its row also has its image and tags, so that a page of posts is one query. */
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

  /** The path at which clients get the image. */
  @Column({ name: 'media_url', type: 'varchar', length: 255, nullable: true })
  mediaUrl: string | null;

  @Column({ name: 'media_width', type: 'int', unsigned: true, nullable: true })
  mediaWidth: number | null;

  @Column({ name: 'media_height', type: 'int', unsigned: true, nullable: true })
  mediaHeight: number | null;

  @Column({ name: 'is_private', type: 'boolean', default: false })
  isPrivate: boolean;

  @Column({ type: 'json' })
  hashtags: string[];

  @Column({ type: 'json' })
  mentions: Mention[];

  @Column({ name: 'created_at', type: 'datetime', precision: 3, default: () => NOW })
  createdAt: Date;

  /** When the post was edited last. */
  @Column({ name: 'updated_at', type: 'datetime', precision: 3, default: () => NOW, onUpdate: NOW })
  updatedAt: Date;

  @Column({ type: 'bigint', unsigned: true })
  version: string;
}

/** An uploaded image. Until a post has it, only its uploader sees it. */
@Entity('media')
export class Media {
  @PrimaryGeneratedColumn({ type: 'bigint', unsigned: true })
  id: string;

  @Column({ name: 'user_id', type: 'bigint', unsigned: true })
  userId: string;

  /** The key of its bytes in the image store. */
  @Column({ name: 'storage_key', type: 'char', length: 32 })
  storageKey: string;

  @Column({ type: 'int', unsigned: true })
  width: number;

  @Column({ type: 'int', unsigned: true })
  height: number;

  @Column({ name: 'created_at', type: 'datetime', precision: 3, default: () => NOW })
  createdAt: Date;

  @Column({ name: 'post_id', type: 'bigint', unsigned: true, nullable: true })
  postId: string | null;
}

export const ENTITIES = [Post, Media];

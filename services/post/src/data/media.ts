import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

/** An image that somebody uploaded. Until a post takes it, only they see it. */
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

  @Column({ name: 'created_at', type: 'datetime', precision: 3 })
  createdAt: Date;

  @Column({ name: 'post_id', type: 'bigint', unsigned: true, nullable: true })
  postId: string | null;
}

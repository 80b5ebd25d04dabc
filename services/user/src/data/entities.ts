import { PROFILE_STATUSES, type ProfileStatus } from '@townsquare/contracts';
import { Column, Entity, PrimaryColumn, type ValueTransformer } from 'typeorm';

const NOW = 'CURRENT_TIMESTAMP(3)';

/** Versions are far below what a number holds exactly. */
const asNumber: ValueTransformer = { from: Number, to: (value: number) => value };

/**
 * A person. The row of a deleted account stays, empty but for its id and versions: the mark stops late events from creating
 * the profile again.
 */
@Entity('profiles')
export class Profile {
  @PrimaryColumn({ name: 'user_id', type: 'bigint', unsigned: true })
  userId: string;

  @Column({ type: 'varchar', length: 64 })
  username: string;

  @Column({ name: 'full_name', type: 'varchar', length: 255 })
  fullName: string;

  @Column({ type: 'text', default: () => "('')" })
  bio: string;

  /** The path on the gateway. */
  @Column({ name: 'profile_picture', type: 'varchar', length: 255, nullable: true })
  profilePicture: string | null;

  @Column({ type: 'enum', enum: [...PROFILE_STATUSES], default: 'active' })
  status: ProfileStatus;

  /** Only accepted followers see the posts. */
  @Column({ name: 'is_private', type: 'boolean', default: false })
  isPrivate: boolean;

  @Column({ name: 'created_at', type: 'datetime', precision: 3, default: () => NOW })
  createdAt: Date;

  /** When what others see of the profile changed last. */
  @Column({ name: 'updated_at', type: 'datetime', precision: 3, default: () => NOW })
  updatedAt: Date;

  @Column({ name: 'deleted_at', type: 'datetime', precision: 3, nullable: true })
  deletedAt: Date | null;

  /** Grows with each `profile.updated`. */
  @Column({ type: 'bigint', unsigned: true, default: 0, transformer: asNumber })
  version: number;

  /** Grows with each event about this person's side of the graph. */
  @Column({ name: 'graph_version', type: 'bigint', unsigned: true, default: 0, transformer: asNumber })
  graphVersion: number;

  /** The versions of the account that set the name and the status. An older event changes neither. */
  @Column({ name: 'username_version', type: 'bigint', unsigned: true, default: 0, transformer: asNumber })
  usernameVersion: number;

  @Column({ name: 'status_version', type: 'bigint', unsigned: true, default: 0, transformer: asNumber })
  statusVersion: number;
}

export const ENTITIES = [Profile];

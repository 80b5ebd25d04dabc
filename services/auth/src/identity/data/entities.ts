import type { Role } from '@townsquare/kit';
import { Column, Entity, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';

export type AccountStatus = 'active' | 'banned';

@Entity({ name: 'users' })
export class UserEntity {
  @PrimaryGeneratedColumn({ type: 'bigint', unsigned: true })
  id: string;

  @Column({ type: 'varchar', length: 30 })
  username: string;

  @Column({ type: 'varchar', length: 254 })
  email: string;

  @Column({ name: 'email_verified', type: 'boolean', default: false })
  emailVerified: boolean;

  /** Given at registration, then copied from the profile, which the user service owns. */
  @Column({ name: 'full_name', type: 'varchar', length: 255 })
  fullName: string;

  /** Argon2id in its own notation; null for an account that signs in with a provider only. */
  @Column({ name: 'password_hash', type: 'varchar', length: 255, nullable: true })
  passwordHash: string | null;

  /** The provider that the account was opened with. */
  @Column({
    name: 'oauth_provider',
    type: 'enum',
    enum: ['google', 'facebook', 'github', 'local'],
    default: 'local',
  })
  oauthProvider: 'google' | 'facebook' | 'github' | 'local';

  /** The subject that the account has at `oauthProvider` now; null where none is linked. See `data/identities.ts`. */
  @Column({ name: 'oauth_id', type: 'varchar', length: 255, nullable: true })
  oauthId: string | null;

  @Column({ type: 'enum', enum: ['active', 'banned'], default: 'active' })
  status: AccountStatus;

  /** The version of the account's latest event. */
  @Column({ type: 'bigint', unsigned: true, default: 1 })
  version: string;

  /** Grows with each event that takes the account back or away. What was begun under an earlier version is void. */
  @Column({ name: 'credential_version', type: 'bigint', unsigned: true, default: 1 })
  credentialVersion: string;

  @Column({ name: 'created_at', type: 'datetime', precision: 3, default: () => 'CURRENT_TIMESTAMP(3)' })
  createdAt: Date;
}

@Entity({ name: 'roles' })
export class RoleEntity {
  @PrimaryGeneratedColumn({ type: 'bigint', unsigned: true })
  id: string;

  @Column({ type: 'enum', enum: ['admin', 'user', 'moderator'] })
  name: Role;
}

@Entity({ name: 'user_roles' })
export class UserRoleEntity {
  @PrimaryColumn({ name: 'user_id', type: 'bigint', unsigned: true })
  userId: string;

  @PrimaryColumn({ name: 'role_id', type: 'bigint', unsigned: true })
  roleId: string;
}

/** A session: one log-in and the refresh tokens that follow from it. A session that has ended has no row. */
@Entity({ name: 'refresh_sessions' })
export class SessionEntity {
  @PrimaryGeneratedColumn({ type: 'bigint', unsigned: true })
  id: string;

  @Column({ name: 'user_id', type: 'bigint', unsigned: true })
  userId: string;

  @Column({ name: 'user_agent', type: 'varchar', length: 255 })
  userAgent: string;

  @Column({ name: 'created_at', type: 'datetime', precision: 3 })
  createdAt: Date;

  @Column({ name: 'last_used_at', type: 'datetime', precision: 3 })
  lastUsedAt: Date;

  @Column({ name: 'expires_at', type: 'datetime', precision: 3 })
  expiresAt: Date;
}

/** A refresh token, by its digest. A used token is kept until it would have expired, so that its reuse is noticed. */
@Entity({ name: 'refresh_tokens' })
export class RefreshTokenEntity {
  @PrimaryColumn({ name: 'token_hash', type: 'binary', length: 32 })
  tokenHash: Buffer;

  @Column({ name: 'session_id', type: 'bigint', unsigned: true })
  sessionId: string;

  @Column({ name: 'user_id', type: 'bigint', unsigned: true })
  userId: string;

  @Column({ name: 'used_at', type: 'datetime', precision: 3, nullable: true })
  usedAt: Date | null;

  @Column({ name: 'expires_at', type: 'datetime', precision: 3 })
  expiresAt: Date;
}

@Entity({ name: 'signing_keys' })
export class SigningKeyEntity {
  /** Counts from 1. As the primary key it lets only one of several instances make the next key. */
  @PrimaryColumn({ type: 'int', unsigned: true })
  generation: number;

  @Column({ type: 'varchar', length: 64 })
  kid: string;

  @Column({ name: 'public_jwk', type: 'text' })
  publicJwk: string;

  /** Encrypted; see `SecretBox`. */
  @Column({ name: 'private_jwk', type: 'varbinary', length: 1000 })
  privateJwk: Buffer;

  @Column({ name: 'created_at', type: 'datetime', precision: 3 })
  createdAt: Date;
}

@Entity({ name: 'deletions' })
export class DeletionEntity {
  @PrimaryColumn({ name: 'user_id', type: 'bigint', unsigned: true })
  userId: string;

  @Column({ name: 'requested_at', type: 'datetime', precision: 3 })
  requestedAt: Date;

  @Column({ name: 'completed_at', type: 'datetime', precision: 3, nullable: true })
  completedAt: Date | null;
}

/** A service that has deleted everything it held of a deleted account. */
@Entity({ name: 'deletion_answers' })
export class DeletionAnswerEntity {
  @PrimaryColumn({ name: 'user_id', type: 'bigint', unsigned: true })
  userId: string;

  @PrimaryColumn({ type: 'varchar', length: 32 })
  service: string;

  @Column({ name: 'purged_at', type: 'datetime', precision: 3 })
  purgedAt: Date;
}

export const ENTITIES = [
  UserEntity,
  RoleEntity,
  UserRoleEntity,
  SessionEntity,
  RefreshTokenEntity,
  SigningKeyEntity,
  DeletionEntity,
  DeletionAnswerEntity,
];

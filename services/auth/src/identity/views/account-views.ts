import { Id, Timestamp } from '@townsquare/contracts';
import { ROLES } from '@townsquare/kit';
import { z } from 'zod';
import type { Account } from '../data/accounts.js';
import type { Deletion } from '../data/deletions.js';
import type { SessionEntity } from '../data/entities.js';
import type { Identity } from '../data/identities.js';
import { progressOf } from '../domain/deletion-progress.js';
import { shownEmail } from '../domain/email-addresses.js';
import { PROVIDERS } from '../domain/providers.js';

export const AccountView = z
  .object({
    userId: Id,
    username: z.string(),
    email: z.string().meta({ description: 'Its domain is in Unicode' }),
    emailVerified: z.boolean(),
    fullName: z.string(),
    roles: z.array(z.enum(ROLES)),
    hasPassword: z.boolean().meta({ description: 'False while the account can only sign in with a provider' }),
    secondFactor: z
      .boolean()
      .meta({ description: 'Whether a log-in needs a code of an authenticator app or a recovery code' }),
    createdAt: Timestamp,
  })
  .meta({ id: 'Account' });

export function toAccountView(account: Account): z.infer<typeof AccountView> {
  const { id: userId, username, emailVerified, fullName, roles, secondFactor } = account;
  const email = shownEmail(account.email);
  const createdAt = account.createdAt.toISOString();
  const hasPassword = account.passwordHash !== null;
  return { userId, username, email, emailVerified, fullName, roles, hasPassword, secondFactor, createdAt };
}

export const RecoveryCodesView = z
  .object({
    recoveryCodes: z
      .array(z.string())
      .meta({ description: 'Each is valid once in place of a code. They are not shown again' }),
  })
  .meta({ id: 'RecoveryCodes' });

export const TokensView = z
  .object({
    accessToken: z.string().meta({ description: 'A JWT for the Authorization header' }),
    tokenType: z.literal('Bearer'),
    expiresIn: z.int().meta({ description: 'Seconds until the access token expires' }),
    refreshToken: z
      .string()
      .optional()
      .meta({ description: 'Valid for one refresh, within 30 days. Not here if it is in the cookie' }),
    userId: Id,
  })
  .meta({ id: 'Tokens' });

export const SessionView = z
  .object({
    id: Id,
    userAgent: z.string(),
    createdAt: Timestamp,
    lastUsedAt: Timestamp,
    expiresAt: Timestamp,
    current: z.boolean().meta({ description: 'Whether this request belongs to the session' }),
  })
  .meta({ id: 'Session' });

export function toSessionView(session: SessionEntity, currentId: string): z.infer<typeof SessionView> {
  return {
    id: session.id,
    userAgent: session.userAgent,
    createdAt: session.createdAt.toISOString(),
    lastUsedAt: session.lastUsedAt.toISOString(),
    expiresAt: session.expiresAt.toISOString(),
    current: session.id === currentId,
  };
}

export const IdentityView = z.object({ provider: z.enum(PROVIDERS), linkedAt: Timestamp }).meta({ id: 'Identity' });

export function toIdentityView({ provider, createdAt }: Identity): z.infer<typeof IdentityView> {
  return { provider, linkedAt: createdAt.toISOString() };
}

export const DeletionView = z
  .object({
    userId: Id,
    requestedAt: Timestamp,
    completedAt: Timestamp.nullable(),
    services: z
      .array(z.object({ service: z.string(), state: z.enum(['waiting', 'done']), since: Timestamp }))
      .meta({ description: 'The progress of each service that held data of the account' }),
  })
  .meta({ id: 'AccountDeletion' });

export function toDeletionView(deletion: Deletion): z.infer<typeof DeletionView> {
  return {
    userId: deletion.userId,
    requestedAt: deletion.requestedAt.toISOString(),
    completedAt: deletion.completedAt?.toISOString() ?? null,
    services: progressOf(deletion.requestedAt, deletion.purged).map(({ since, ...progress }) => ({
      ...progress,
      since: since.toISOString(),
    })),
  };
}

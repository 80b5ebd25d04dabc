import { Id, Timestamp } from '@townsquare/contracts';
import { ROLES } from '@townsquare/kit';
import { writtenText } from '@townsquare/text';
import { z } from 'zod';
import type { Account } from '../../identity/data/accounts.js';
import { AUDITED_ACTIONS, type AuditEntry } from '../data/audit-log.js';
import type { Sanction } from '../data/sanctions.js';

/** The reason of a decision, which the owner of the account and other moderators read. */
export const Reason = writtenText().min(1, 'must not be empty').max(500);

export const SanctionView = z
  .object({
    kind: z.enum(['suspension', 'ban']),
    reason: z.string(),
    imposedBy: Id,
    imposedAt: Timestamp,
    endsAt: Timestamp.nullable().meta({ description: 'Null for a ban' }),
    liftedAt: Timestamp.nullable().meta({ description: 'When it was lifted or ended; null while it is in force' }),
  })
  .meta({ id: 'Sanction' });

export function toSanctionView(sanction: Sanction): z.infer<typeof SanctionView> {
  const { kind, reason, imposedBy, imposedAt, endsAt, liftedAt } = sanction;
  return {
    kind,
    reason,
    imposedBy,
    imposedAt: imposedAt.toISOString(),
    endsAt: endsAt?.toISOString() ?? null,
    liftedAt: liftedAt?.toISOString() ?? null,
  };
}

export const StandingView = z
  .object({
    userId: Id,
    username: z.string(),
    emailVerified: z.boolean(),
    roles: z.array(z.enum(ROLES)),
    isSanctioned: z.boolean(),
    isDeactivated: z.boolean().meta({ description: 'Whether its owner has deactivated it, and not signed in since' }),
    sanctions: z.array(SanctionView).meta({ description: 'The newest first' }),
    createdAt: Timestamp,
  })
  .meta({ id: 'AccountStanding' });

export function toStandingView(account: Account, sanctions: Sanction[]): z.infer<typeof StandingView> {
  const { id: userId, username, emailVerified, roles, status, deactivatedAt, createdAt } = account;
  return {
    userId,
    username,
    emailVerified,
    roles,
    isSanctioned: status === 'banned',
    isDeactivated: deactivatedAt !== null,
    sanctions: sanctions.map(toSanctionView),
    createdAt: createdAt.toISOString(),
  };
}

export const AuditEntryView = z
  .object({
    id: Id,
    actorId: Id.nullable().meta({ description: 'Null for an operator who used a command' }),
    action: z.enum(AUDITED_ACTIONS),
    subjectId: Id.nullable(),
    details: z.record(z.string(), z.unknown()),
    createdAt: Timestamp,
  })
  .meta({ id: 'AuditEntry' });

export function toAuditEntryView({ createdAt, ...entry }: AuditEntry): z.infer<typeof AuditEntryView> {
  return { ...entry, createdAt: createdAt.toISOString() };
}

import { Id, REPORTABLE_TYPES, Timestamp } from '@townsquare/contracts';
import { writtenText } from '@townsquare/text';
import { z } from 'zod';
import type { Appeal } from '../data/appeals.js';
import type { Removal } from '../data/cases.js';
import { APPEAL_KINDS, APPEAL_STATES, appealableUntil, MAX_APPEAL_LENGTH } from '../domain/appeal-rules.js';

/** Why the appellant thinks that the decision is wrong. */
export const AppealReasons = writtenText().min(1, 'must not be empty').max(MAX_APPEAL_LENGTH);

export const OwnAppealView = z
  .object({
    id: Id,
    state: z.enum(APPEAL_STATES),
    createdAt: Timestamp,
    decidedAt: Timestamp.nullable(),
    decisionReason: z.string().nullable(),
  })
  .meta({ id: 'OwnAppeal' });

/** An appeal as the appellant sees it, without the moderator who decided it. */
export function toOwnAppealView(appeal: Appeal): z.infer<typeof OwnAppealView> {
  const { id, state, createdAt, decidedAt, decisionReason } = appeal;
  return { id, state, createdAt: createdAt.toISOString(), decidedAt: decidedAt?.toISOString() ?? null, decisionReason };
}

export const RemovalView = z
  .object({
    caseId: Id,
    target: z.object({ type: z.enum(REPORTABLE_TYPES), id: Id }),
    content: z.string(),
    reason: z.string(),
    removedAt: Timestamp,
    appealableUntil: Timestamp,
    appeal: z.union([OwnAppealView, z.null()]),
  })
  .meta({ id: 'Removal' });

export function toRemovalView(removal: Removal, appeal: Appeal | undefined): z.infer<typeof RemovalView> {
  const { id, targetType, targetId, content, reason, createdAt } = removal;
  return {
    caseId: id,
    target: { type: targetType, id: targetId },
    content,
    reason,
    removedAt: createdAt.toISOString(),
    appealableUntil: appealableUntil(createdAt).toISOString(),
    appeal: appeal ? toOwnAppealView(appeal) : null,
  };
}

export const AppealView = OwnAppealView.extend({
  userId: Id,
  kind: z.enum(APPEAL_KINDS),
  subjectId: Id.meta({ description: 'The id of the case that ended with the removal, or of the sanction' }),
  text: z.string(),
  judgedBy: Id.meta({ description: 'The moderator whose decision the appeal is against' }),
  decidedBy: Id.nullable(),
}).meta({ id: 'Appeal' });

export function toAppealView(appeal: Appeal): z.infer<typeof AppealView> {
  const { userId, kind, subjectId, text, judgedBy, decidedBy } = appeal;
  return { ...toOwnAppealView(appeal), userId, kind, subjectId, text, judgedBy, decidedBy };
}

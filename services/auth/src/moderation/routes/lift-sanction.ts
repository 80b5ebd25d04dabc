import { Id } from '@townsquare/contracts';
import { conflict, defineRoute, type Route } from '@townsquare/kit';
import { z } from 'zod';
import type { Context } from '../../context.js';
import { recordAction } from '../data/audit-log.js';
import { endSanction, findSanction } from '../data/sanctions.js';
import { refusalToSanction } from '../domain/moderation-rules.js';
import { refuseWith, requireSubject } from '../use-cases/permissions.js';
import { Reason } from '../views/sanction-views.js';

export function liftSanction({ database }: Context): Route {
  return defineRoute({
    method: 'delete',
    path: '/api/v1/auth/accounts/{userId}/sanction',
    summary: 'Lift the suspension or ban of an account',
    tag: 'moderation',
    access: { roles: ['admin', 'moderator'] },
    params: z.object({ userId: Id }),
    body: z.strictObject({ reason: Reason }),
    status: 204,
    errors: ['not_found', 'conflict'],
    async handle({ caller, params: { userId }, body: { reason } }) {
      await database.transaction(async (tx) => {
        await requireSubject(tx.manager, caller, userId);
        const sanction = await findSanction(tx.manager, userId);
        if (!sanction) throw conflict('This account is neither suspended nor banned.');
        if (sanction.kind === 'ban') refuseWith(refusalToSanction(caller, undefined));
        await endSanction(tx, userId);
        await recordAction(tx.manager, {
          actorId: caller.userId,
          action: 'sanction.lifted',
          subjectId: userId,
          details: { kind: sanction.kind, reason },
        });
      });
    },
  });
}

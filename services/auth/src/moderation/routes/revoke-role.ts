import { Id } from '@townsquare/contracts';
import { defineRoute, type Route } from '@townsquare/kit';
import { z } from 'zod';
import type { Context } from '../../context.js';
import { recordAction } from '../data/audit-log.js';
import { deleteRole } from '../data/roles.js';
import { GIVEN_ROLES } from '../domain/moderation-rules.js';
import { requireSubject } from '../use-cases/permissions.js';

export function revokeRole({ database }: Context): Route {
  return defineRoute({
    method: 'delete',
    path: '/api/v1/auth/accounts/{userId}/roles/{role}',
    summary: 'Revoke a role of an account; its sessions end',
    tag: 'moderation',
    access: { roles: ['admin'] },
    params: z.object({ userId: Id, role: z.enum(GIVEN_ROLES) }),
    status: 204,
    errors: ['not_found'],
    async handle({ caller, params: { userId, role } }) {
      await database.transaction(async ({ manager }) => {
        await requireSubject(manager, caller, userId);
        if (!(await deleteRole(manager, userId, role))) return;
        await recordAction(manager, {
          actorId: caller.userId,
          action: 'role.revoked',
          subjectId: userId,
          details: { role },
        });
      });
    },
  });
}

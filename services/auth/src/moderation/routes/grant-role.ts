import { Id } from '@townsquare/contracts';
import { conflict, defineRoute, type Route } from '@townsquare/kit';
import { z } from 'zod';
import type { Context } from '../../context.js';
import { recordAction } from '../data/audit-log.js';
import { insertRole } from '../data/roles.js';
import { GIVEN_ROLES } from '../domain/moderation-rules.js';
import { requireSubject } from '../use-cases/permissions.js';

export function grantRole({ database }: Context): Route {
  return defineRoute({
    method: 'put',
    path: '/api/v1/auth/accounts/{userId}/roles/{role}',
    summary: 'Grant a role to an account; it counts from the next refresh of its tokens',
    tag: 'moderation',
    access: { roles: ['admin'] },
    params: z.object({ userId: Id, role: z.enum(GIVEN_ROLES) }),
    status: 204,
    errors: ['not_found', 'conflict'],
    async handle({ caller, params: { userId, role } }) {
      await database.transaction(async ({ manager }) => {
        const { emailVerified } = await requireSubject(manager, caller, userId);
        if (!emailVerified) throw conflict('Only an account with a verified e-mail address can have a role.');
        if (!(await insertRole(manager, userId, role))) return;
        await recordAction(manager, {
          actorId: caller.userId,
          action: 'role.granted',
          subjectId: userId,
          details: { role },
        });
      });
    },
  });
}

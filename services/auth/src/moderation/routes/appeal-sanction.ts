import { ATTEMPTS } from '@townsquare/contracts';
import { conflict, defineRoute, type Route } from '@townsquare/kit';
import { z } from 'zod';
import type { Context } from '../../context.js';
import { lockAccount } from '../../identity/data/accounts.js';
import { takeToken } from '../../identity/data/one-time-tokens.js';
import { insertAppeal } from '../data/appeals.js';
import { findSanction } from '../data/sanctions.js';
import { APPEAL_DAYS } from '../domain/appeal-rules.js';
import { AppealReasons, OwnAppealView, toOwnAppealView } from '../views/appeal-views.js';

export function appealSanction({ database }: Context): Route {
  return defineRoute({
    ...ATTEMPTS.appealSanction,
    summary: 'Appeal against a suspension or ban, with the code from the mail',
    description: `Within ${APPEAL_DAYS} days. The response to a log-in says how the appeal was decided.`,
    tag: 'moderation',
    access: 'public',
    wrongGuess: ['invalid_token'],
    creates: true,
    body: z.strictObject({ code: z.string().min(1).max(200), text: AppealReasons }),
    status: 201,
    answer: OwnAppealView,
    errors: ['invalid_token', 'conflict'],
    handle: ({ body: { code, text }, once }) =>
      once(database, async ({ manager }) => {
        const { userId } = await takeToken(manager, ['sanctioned'], code);
        await lockAccount(manager, userId);
        const sanction = await findSanction(manager, userId);
        if (!sanction) throw conflict('This account is no longer suspended or banned.');
        const { id: subjectId, imposedBy: judgedBy } = sanction;
        return toOwnAppealView(await insertAppeal(manager, { userId, kind: 'sanction', subjectId, judgedBy, text }));
      }),
  });
}

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
    ...ATTEMPTS.appealKeptOut,
    summary: 'Appeal against being suspended or banned, with the code that was mailed',
    description: `Within ${APPEAL_DAYS} days. A log-in says what became of it.`,
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
        const { userId } = await takeToken(manager, ['keptOut'], code);
        await lockAccount(manager, userId);
        const sanction = await findSanction(manager, userId);
        if (!sanction) throw conflict('Nothing keeps this account out any more.');
        const { id: subjectId, imposedBy: judgedBy } = sanction;
        return toOwnAppealView(await insertAppeal(manager, { userId, kind: 'sanction', subjectId, judgedBy, text }));
      }),
  });
}

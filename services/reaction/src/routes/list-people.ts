import { PageQuery, page, ReactionType } from '@townsquare/contracts';
import { defineRoute, type Route } from '@townsquare/kit';
import type { Context } from '../context.js';
import type { TargetPath } from '../domain/target.js';
import { peoplePage } from '../reading/people-page.js';
import { requireVisibleTarget } from '../reading/visible-target.js';
import { PersonReaction } from '../views/reactions.js';

/** The people who reacted to a target, the latest first. */
export function listPeople(context: Context, targets: TargetPath): Route {
  return defineRoute({
    method: 'get',
    path: `${targets.path}/people`,
    summary: `Who has reacted to a ${targets.type}, the latest first`,
    tag: 'reactions',
    access: 'optional',
    params: targets.params,
    query: PageQuery.extend({ type: ReactionType.optional() }),
    answer: page(PersonReaction),
    errors: ['not_found', 'invalid_cursor'],
    handle: async ({ params, query: { type, ...query }, caller }) => {
      const readerId = caller?.userId ?? null;
      const target = await requireVisibleTarget(context, readerId, targets.of(params));
      return peoplePage(context, readerId, target, type, query);
    },
  });
}

import { PageQuery, page, ReactionType } from '@townsquare/contracts';
import { decodeCursor, defineRoute, encodeCursor, fillPage, type Position, type Route } from '@townsquare/kit';
import { toView } from '@townsquare/projections';
import type { Context } from '../context.js';
import { type Reaction, readReactions } from '../data/reactions.js';
import { aggregateId } from '../domain/target.js';
import { requireVisibleTarget } from '../reading/visible-target.js';
import { PersonReaction } from '../views/reactions.js';
import type { TargetRoutes } from './targets.js';

/** Who has reacted, the latest first. */
export function listPeople(context: Context, targets: TargetRoutes): Route {
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
    handle: async ({ params, query: { type, limit, cursor }, caller }) => {
      const readerId = caller?.userId ?? null;
      const target = await requireVisibleTarget(context, readerId, targets.of(params));
      const list = `reactions:${aggregateId(target)}:${type ?? 'all'}`;
      const start = decodeCursor(list, cursor);
      const read = (after: Reaction | undefined, count: number) =>
        readReactions(context.database.manager, target, type, after ? positionOf(after) : start, count);
      const { items, last } = await fillPage(limit, read, (reactions) => show(context, readerId, reactions));
      return { items, nextCursor: last ? encodeCursor(list, positionOf(last)) : null };
    },
  });
}

function positionOf({ createdAt, id }: Reaction): Position {
  return { createdAt, id };
}

/** Each reaction with its person, or undefined where the reader may not see them. */
async function show(
  context: Context,
  readerId: string | null,
  reactions: Reaction[],
): Promise<(PersonReaction | undefined)[]> {
  // A reaction is as public as its target, so what is left to check is the person's standing, and blocks.
  const visible = await context.visibility.met(
    readerId,
    reactions.map(({ userId }) => userId),
  );
  const people = await context.people.find(visible);
  return reactions.map((reaction) => {
    const person = visible.has(reaction.userId) ? people.get(reaction.userId) : undefined;
    return person && { person: toView(person), type: reaction.type, reactedAt: reaction.createdAt.toISOString() };
  });
}

import { PageQuery, page, ReactionType } from '@townsquare/contracts';
import { decodeCursor, defineRoute, type Route, toPage } from '@townsquare/kit';
import { type KnownPerson, toView } from '@townsquare/projections';
import type { Context } from '../context.js';
import { type Reaction, readReactions } from '../data/reactions.js';
import { aggregateId } from '../domain/target.js';
import { PersonReaction } from '../views.js';
import { requireVisibleTarget } from '../visible-target.js';
import type { TargetRoutes } from './targets.js';

/** Who has reacted, the latest first. */
export function listPeople(context: Context, targets: TargetRoutes): Route {
  return defineRoute({
    method: 'get',
    path: `${targets.path}/people`,
    summary: `Who has reacted to a ${targets.type}, the latest first`,
    description: 'People whom the reader may not see are left out, so a page may hold fewer items than asked for.',
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
      const before = decodeCursor(list, cursor);
      const rows = await readReactions(context.database.manager, target, type, before, limit + 1);
      const { items, nextCursor } = toPage(list, rows, limit, positionOf, (row) => row);
      return { items: await show(context, readerId, items), nextCursor };
    },
  });
}

function positionOf({ createdAt, id }: Reaction): { createdAt: Date; id: string } {
  return { createdAt, id };
}

async function show(context: Context, readerId: string | null, reactions: Reaction[]): Promise<PersonReaction[]> {
  // A reaction is as public as its target, so what is left to check is the person's standing, and blocks.
  const facts = reactions.map((reaction) => ({ reaction, authorId: reaction.userId, isPrivate: false }));
  const shown = await context.visibility.visible(readerId, facts);
  const people = await context.people.find(shown.map(({ authorId }) => authorId));
  return shown.flatMap(({ reaction }) => toPersonReaction(reaction, people.get(reaction.userId)));
}

function toPersonReaction(reaction: Reaction, person: KnownPerson | undefined): PersonReaction[] {
  if (!person) return [];
  return [{ person: toView(person), type: reaction.type, reactedAt: reaction.createdAt.toISOString() }];
}

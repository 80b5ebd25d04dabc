import type { Page, PageQuery, ReactionType } from '@townsquare/contracts';
import { decodeCursor, encodeCursor, fillPage, type Position } from '@townsquare/kit';
import { toView } from '@townsquare/projections';
import type { Context } from '../context.js';
import { type Reaction, readReactions } from '../data/reactions.js';
import { aggregateId, type Target } from '../domain/target.js';
import type { PersonReaction } from '../views/reactions.js';

/** One page of the people who reacted to a target, the latest first; with `only`, those who reacted with this kind. */
export async function peoplePage(
  context: Context,
  readerId: string | null,
  target: Target,
  only: ReactionType | undefined,
  { limit, cursor }: PageQuery,
): Promise<Page<PersonReaction>> {
  const list = `reactions:${aggregateId(target)}:${only ?? 'all'}`;
  const start = decodeCursor(list, cursor);
  const read = (after: Reaction | undefined, count: number) =>
    readReactions(context.database.manager, target, only, after ? positionOf(after) : start, count);
  const { items, last } = await fillPage(limit, read, (reactions) => show(context, readerId, reactions));
  return { items, nextCursor: last ? encodeCursor(list, positionOf(last)) : null };
}

function positionOf({ createdAt, id }: Reaction): Position {
  return { createdAt, id };
}

/** Each reaction with its person, or undefined where the reader may not see the person. */
async function show(
  context: Context,
  readerId: string | null,
  reactions: Reaction[],
): Promise<(PersonReaction | undefined)[]> {
  // A reaction is as public as its target, which the reader may see: the account that reacted decides the rest.
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

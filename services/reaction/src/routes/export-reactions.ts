import { exportReactions as definitions } from '@townsquare/contracts';
import { exportRoute, pairCursor, type Route } from '@townsquare/kit';
import type { Context } from '../context.js';
import { reactionsInOrder } from '../data/reactions.js';
import type { TargetType } from '../domain/target.js';

/** Every reaction to a post, or to a comment, for services that recount what they derive from reactions. */
export function exportReactions({ database }: Context, type: TargetType): Route {
  return exportRoute(
    definitions[type],
    ['notification'],
    (rows) => reactionsInOrder(database.manager, type, rows),
    ({ target, userId }) => pairCursor(target.id, userId),
  );
}

import type { Route } from '@townsquare/kit';
import type { Context } from '../context.js';
import { TARGET_PATHS } from '../domain/target.js';
import { countReactions } from './count-reactions.js';
import { deleteReaction } from './delete-reaction.js';
import { exportReactions } from './export-reactions.js';
import { getPersonalData } from './get-personal-data.js';
import { getReactions } from './get-reactions.js';
import { listPeople } from './list-people.js';
import { listReactions } from './list-reactions.js';
import { putReaction } from './put-reaction.js';

export function createRoutes(context: Context): Route[] {
  const forClients = TARGET_PATHS.flatMap((targets) => [
    getReactions(context, targets),
    putReaction(context, targets),
    deleteReaction(context, targets),
    listPeople(context, targets),
    listReactions(context, targets),
  ]);
  const forServices = [
    exportReactions(context, 'post'),
    exportReactions(context, 'comment'),
    countReactions(context),
    getPersonalData(context),
  ];
  return [...forClients, ...forServices];
}

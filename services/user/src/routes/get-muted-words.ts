import { defineRoute, type Route } from '@townsquare/kit';
import type { Context } from '../context.js';
import { readMutedWords } from '../data/graph.js';
import { MutedWordsView } from '../views/profiles.js';

export function getMutedWords({ database }: Context): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/mutes/words',
    summary: 'Read the words that you have muted',
    tag: 'graph',
    access: 'signedIn',
    answer: MutedWordsView,
    handle: async ({ caller }) => ({ words: await readMutedWords(database.manager, caller.userId) }),
  });
}

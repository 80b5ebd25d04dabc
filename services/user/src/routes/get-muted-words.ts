import { defineRoute, type Route } from '@townsquare/kit';
import type { Context } from '../context.js';
import { readMutedWords } from '../data/muted-words.js';
import { MutedWordsView } from '../domain/muted-words.js';

export function getMutedWords({ database }: Context): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/mutes/words',
    summary: 'Which words you have muted',
    tag: 'Graph',
    access: 'signedIn',
    answer: MutedWordsView,
    handle: async ({ caller }) => ({ words: await readMutedWords(database.manager, caller.userId) }),
  });
}

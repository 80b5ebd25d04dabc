import { defineRoute, type Route } from '@townsquare/kit';
import type { Context } from '../context.js';
import { setMutedWords } from '../data/muted-words.js';
import { MutedWordsForm, MutedWordsView } from '../domain/muted-words.js';

/** The list is set as a whole: a word may have signs in it that no address can carry through a sidecar, such as `#`. */
export function putMutedWords({ database, profiles }: Context): Route {
  return defineRoute({
    method: 'put',
    path: '/api/v1/mutes/words',
    summary: 'Set the words that you have muted',
    description:
      'Posts and comments with any of them are kept out of your home timeline, notifications, searches and trends. Where you ' +
      'go to them they are shown. Words that are left out of the list are muted no more.',
    tag: 'Graph',
    access: 'signedIn',
    body: MutedWordsForm,
    answer: MutedWordsView,
    errors: ['not_found', 'forbidden'],
    async handle({ caller, body }) {
      await profiles.ensure([caller.userId]);
      return { words: await database.transaction((tx) => setMutedWords(tx, caller.userId, body.words)) };
    },
  });
}

import { defineRoute, type Route } from '@townsquare/kit';
import type { Context } from '../context.js';
import { MutedWordsForm } from '../domain/muted-words.js';
import { muteWords } from '../use-cases/change-graph.js';
import { MutedWordsView } from '../views/profiles.js';

/** The list is set as a whole: a word may have characters, such as `#`, that a path cannot carry through a sidecar. */
export function putMutedWords({ database, profiles }: Context): Route {
  return defineRoute({
    method: 'put',
    path: '/api/v1/mutes/words',
    summary: 'Set the words that you mute',
    description:
      'Posts and comments with any of them are left out of your home timeline, notifications, searches and trends. You still ' +
      'see them on profiles and under posts. Words that are not in the list are not muted any more.',
    tag: 'graph',
    access: 'signedIn',
    body: MutedWordsForm,
    answer: MutedWordsView,
    errors: ['not_found', 'forbidden'],
    async handle({ caller, body }) {
      await profiles.ensure([caller.userId]);
      return { words: await database.transaction((tx) => muteWords(tx, caller.userId, body.words)) };
    },
  });
}

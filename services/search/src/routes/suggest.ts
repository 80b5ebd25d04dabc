import { defineRoute, type Route } from '@townsquare/kit';
import { z } from 'zod';
import type { Context } from '../context.js';
import { TypedText } from '../domain/search-text.js';
import { suggestHashtags } from '../reading/find-hashtags.js';
import { suggestPeople } from '../reading/find-people.js';
import { Suggestions } from '../views/found-item.js';

const MAX_SUGGESTIONS = 10;

export function suggest(context: Context): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/search/suggest',
    summary: 'Suggest people and hashtags while the user types',
    description:
      'A text that begins with `@` gets only people, a text that begins with `#` only hashtags. A sign alone gets ' +
      'nothing.',
    tag: 'search',
    access: 'optional',
    query: z.strictObject({
      q: TypedText,
      limit: z.coerce.number().int().min(1).max(MAX_SUGGESTIONS).default(5),
    }),
    answer: Suggestions,
    async handle({ query: { q, limit }, caller }) {
      const [people, hashtags] = await Promise.all([
        /^[#\uff03]/u.test(q) ? [] : suggestPeople(context, { text: q, readerId: caller?.userId ?? null, limit }),
        /^[@\uff20]/u.test(q) ? [] : suggestHashtags(context, { text: q, limit }),
      ]);
      return { people, hashtags };
    },
  });
}

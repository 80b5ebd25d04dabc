import { PersonView } from '@townsquare/contracts';
import { defineRoute, type Route } from '@townsquare/kit';
import { z } from 'zod';
import type { Context } from '../context.js';
import { suggestHashtags } from '../reading/find-hashtags.js';
import { suggestPeople } from '../reading/find-people.js';
import { Typed } from './search.js';

const MAX_SUGGESTIONS = 10;

const Suggestions = z
  .object({
    people: z.array(PersonView),
    hashtags: z.array(z.object({ tag: z.string(), posts: z.int() })),
  })
  .meta({ id: 'Suggestions' });

export function suggest(context: Context): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/search/suggest',
    summary: 'Suggest people and hashtags as one types',
    description:
      'What begins with `@` is completed to people alone, what begins with `#` to hashtags alone. A sign alone is ' +
      'completed to nothing.',
    tag: 'search',
    access: 'optional',
    query: z.strictObject({
      q: Typed,
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

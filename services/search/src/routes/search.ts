import { PageQuery, PersonView, PostView, page } from '@townsquare/contracts';
import { defineRoute, type Route } from '@townsquare/kit';
import { z } from 'zod';
import type { Context } from '../context.js';
import { decodeSearchCursor, encodeSearchCursor } from '../domain/cursor.js';
import { findHashtags } from '../reading/find-hashtags.js';
import { findPeople } from '../reading/find-people.js';
import { findPosts } from '../reading/find-posts.js';

const MAX_QUERY_LENGTH = 200;

/** What was typed, in the form that all of Unicode's spellings of it share. */
export const Typed = z
  .string()
  .transform((text) => text.normalize('NFC').trim())
  .pipe(z.string().min(1, 'must not be empty').max(MAX_QUERY_LENGTH))
  .meta({ description: `What to look for, 1 to ${MAX_QUERY_LENGTH} characters` });

const Marked = z.string().meta({ description: 'Safe HTML: the text, escaped, with `<mark>` around what was found' });

const FoundItem = z
  .discriminatedUnion('kind', [
    z.object({
      kind: z.literal('person'),
      person: PersonView,
      highlight: z.object({ username: Marked, fullName: Marked }),
    }),
    z.object({ kind: z.literal('post'), post: PostView, highlight: Marked }),
    z.object({ kind: z.literal('hashtag'), tag: z.string(), posts: z.int() }),
  ])
  .meta({ id: 'FoundItem' });

const SearchQuery = PageQuery.extend({
  q: Typed,
  type: z.enum(['posts', 'people', 'hashtags']).default('posts'),
  // Longer than that of other lists: it may hold a hashtag.
  cursor: z.string().max(1_000).optional().meta({ description: 'The `nextCursor` of the page before' }),
});

const DESCRIPTION = `
Words may be misspelt, begun, or typed without their accents or hyphens; the best matches come first. What has no letter,
digit or emoji looks for nothing, and finds nothing.

A search for posts knows operators, which can stand alone:

- \`"a phrase"\` finds these words one after another, as they are spelt.
- \`#tag\` finds posts with the hashtag.
- \`from:name\` finds posts of the person who has this user name; of several names, posts of any of them.
- \`before:2026-01-31\` finds posts from before that day, \`after:2026-01-31\` those of that day and later. Days are in UTC.
- \`has:media\` finds posts with an image.
- \`-\` in front of a word, a phrase or an operator leaves out what it would find, as it is spelt. A search that only leaves
  out finds nothing.

An operator with a value that it does not take (\`before:yesterday\`) is an error that names it; in quotes it is plain words.
Posts that you have muted are left out.`.trim();

const FINDERS = { posts: findPosts, people: findPeople, hashtags: findHashtags };

export function search(context: Context): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/search',
    summary: 'Search people, posts or hashtags',
    description: DESCRIPTION,
    tag: 'search',
    access: 'optional',
    query: SearchQuery,
    answer: page(FoundItem),
    errors: ['invalid_cursor'],
    async handle({ query: { q, type, limit, cursor }, caller }) {
      const name = `${type}:${q}`;
      const after = decodeSearchCursor(name, cursor);
      const { items, next } = await FINDERS[type](context, { text: q, readerId: caller?.userId ?? null, limit, after });
      return { items, nextCursor: next && encodeSearchCursor(name, next) };
    },
  });
}

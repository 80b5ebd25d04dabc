import { PageQuery, page } from '@townsquare/contracts';
import { defineRoute, type Route } from '@townsquare/kit';
import { z } from 'zod';
import type { Context } from '../context.js';
import { decodeSearchCursor, encodeSearchCursor } from '../domain/cursor.js';
import { TypedText } from '../domain/search-text.js';
import { findHashtags } from '../reading/find-hashtags.js';
import { findPeople } from '../reading/find-people.js';
import { findPosts } from '../reading/find-posts.js';
import { FoundItem } from '../views/found-item.js';

const SearchQuery = PageQuery.extend({
  q: TypedText,
  type: z.enum(['posts', 'people', 'hashtags']).default('posts'),
  // Longer than the cursors of other lists: it may contain a hashtag.
  cursor: z.string().max(1_000).optional().meta({ description: 'The `nextCursor` of the previous page' }),
});

const DESCRIPTION = `
Finds words even if they are misspelt, incomplete, or typed without accents or hyphens. The best matches come first. A text
without a letter, digit or emoji finds nothing.

A search for posts supports these operators, with or without other words:

- \`"a phrase"\` finds these exact words in this order.
- \`#tag\` finds posts with the hashtag.
- \`from:name\` finds posts by the user with this user name. Several names find posts by any of these users.
- \`before:2026-01-31\` finds posts from before that day, \`after:2026-01-31\` posts from that day or later. Days are in UTC.
- \`has:media\` finds posts with an image.
- \`-\` before a word, a phrase or an operator excludes exact matches of it. A search that only excludes finds nothing.

An invalid value of an operator (\`before:yesterday\`) is an error that names the operator. In quotes it is plain words.
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

import { type Database, END } from '@townsquare/kit';
import type { Exports } from '../exports.js';
import type { KnownPost, Posts } from '../posts.js';
import { compare, type RecountPart } from './recount.js';

/** A service's copy of whose each post is, held against the posts. What is marked as gone here is left out. */
export function recountPosts(database: Database, posts: Posts, exports: Pick<Exports, 'posts'>): RecountPart {
  return {
    name: 'posts',
    async check(range) {
      const { items, next } = await exports.posts(range);
      const { known, gone } = await posts.knownBetween(range.after, range.through ?? next ?? END);
      const owned = new Map(items.filter(({ postId }) => !gone.has(postId)).map((item) => [item.postId, item]));
      const repair = (id: string) => database.transaction((tx) => posts.replace(tx, id, owned.get(id)));
      const found = compare('post', described(owned.values()), described(known), repair);
      return { checked: items.length, found, next };
    },
  };
}

function described(posts: Iterable<KnownPost & { version: number }>): Map<string, string> {
  return new Map(
    [...posts].map(({ postId, authorId, isPrivate, version }) => [
      postId,
      `by ${authorId}, ${isPrivate ? 'private' : 'public'}, version ${version}`,
    ]),
  );
}

import type { PostRecord } from '@townsquare/contracts';
import { type Database, END } from '@townsquare/kit';
import {
  compare,
  countedTags,
  describeTags,
  type Exports,
  type People,
  type RecountPart,
} from '@townsquare/projections';
import { addToHashtagHour, hashtagHoursOfDay, setPostTags, tagsBetween, tagUsesOfDay } from '../data/hashtags.js';

const SHOWN_DAYS = 7;
const DAY_MS = 86_400_000;

/** Compares the hashtags under which each post counts with the posts. */
export function recountPostTags(database: Database, people: People, exports: Pick<Exports, 'posts'>): RecountPart {
  return {
    name: 'hashtags of posts',
    async check(range) {
      const { items, next } = await exports.posts(range);
      const is = await tagsBetween(database.manager, range.after, range.through ?? next ?? END);
      const owned = new Map(items.map((post) => [post.postId, post]));
      const authors = await people.find(items.map(({ authorId }) => authorId));
      const tagsOf = (post: PostRecord) => countedTags(post, authors.get(post.authorId));
      const tagged = items.filter((post) => tagsOf(post).length > 0);
      const should = new Map(tagged.map((post) => [post.postId, describeTags(tagsOf(post))]));
      const repair = (postId: string) =>
        database.transaction(async ({ manager }) => {
          const post = owned.get(postId);
          if (post) await setPostTags(manager, postId, new Date(post.createdAt), tagsOf(post));
        });
      return { checked: items.length, found: compare('hashtags of post', should, is, repair), next };
    },
  };
}

/** Compares the number of posts with each hashtag in each hour with the posts, for the hours that trends are made of. */
export function recountHashtagHours(database: Database, now = () => Date.now()): RecountPart {
  return {
    name: 'hashtags by the hour',
    async check({ after, through }) {
      const today = Math.floor(now() / DAY_MS);
      const day = Math.max(Number(after) + 1, today - SHOWN_DAYS + 1);
      const next = through === undefined && day < today ? String(day) : null;
      const [should, is] = [await tagUsesOfDay(database.manager, day), await hashtagHoursOfDay(database.manager, day)];
      const repair = (id: string) =>
        addToHashtagHour(database.manager, id, Number(should.get(id) ?? 0) - Number(is.get(id) ?? 0));
      return { checked: should.size, found: compare('posts with hashtag', should, is, repair), next };
    },
  };
}

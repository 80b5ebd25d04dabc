import type { Page, PageQuery, PostView } from '@townsquare/contracts';
import { decodeCursor, encodeCursor, fillPage, type Position } from '@townsquare/kit';
import { mentionsFor, toPostView } from '@townsquare/projections';
import type { Context } from '../context.js';
import type { Entry } from '../data/timelines.js';
import { hydrate } from './hydration.js';
import { isShown } from './rules.js';
import { skeleton } from './skeleton.js';

const LIST = 'feed';

/** One page of a reader's home timeline: skeleton, hydration, rules, presentation, until the page is full. */
export async function readFeed(context: Context, readerId: string, query: PageQuery): Promise<Page<PostView>> {
  const start = decodeCursor(LIST, query.cursor);
  const read = (after: Entry | undefined, count: number) =>
    skeleton(context.database.manager, readerId, after ? positionOf(after) : start, count);
  const show = async (entries: Entry[]) => {
    const hydrated = await hydrate(context, readerId, entries);
    const shown = new Map([...hydrated.posts].filter(([, post]) => isShown(readerId, post, hydrated)));
    const mentionsIn = await mentionsFor(context, readerId, shown.values());
    return entries.map(({ postId }) => {
      const post = shown.get(postId);
      return post && toPostView(post, hydrated.people.get(post.authorId)!, mentionsIn(post.mentions));
    });
  };
  const { items, last } = await fillPage(query.limit, read, show);
  return { items, nextCursor: last ? encodeCursor(LIST, positionOf(last)) : null };
}

function positionOf({ createdAt, postId }: Entry): Position {
  return { createdAt, id: postId };
}

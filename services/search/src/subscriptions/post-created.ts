import { postCreated } from '@townsquare/contracts';
import { defineSubscription, type Subscription } from '@townsquare/kit';
import type { Context } from '../context.js';
import type { Indexed } from '../indices/index-writer.js';
import { indexPost, storeIndexedPost } from '../use-cases/index-post.js';

export function onPostCreated(context: Context): Subscription {
  const { people, hashtagIndexer, findability } = context;
  return defineSubscription(
    postCreated,
    (event, tx, indexed: Indexed) => storeIndexedPost(people, event, tx, indexed),
    {
      prepare: (event) => indexPost(context, event),
      afterCommit: ({ data, aggregateversion: version, time: since }) => {
        hashtagIndexer.wake();
        findability.follow({ index: 'posts', id: data.postId, version, since });
      },
    },
  );
}

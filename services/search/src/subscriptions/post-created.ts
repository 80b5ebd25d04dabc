import { postCreated } from '@townsquare/contracts';
import { defineSubscription, type Subscription } from '@townsquare/kit';
import type { Context } from '../context.js';
import { indexPost } from '../use-cases/index-post.js';

export function onPostCreated(context: Context): Subscription {
  const { hashtagIndexer, findability } = context;
  return defineSubscription(postCreated, (event, tx) => indexPost(context, event, tx), {
    prepare: ({ data }) => context.people.find([data.authorId]),
    afterCommit: ({ data, aggregateversion: version, time: since }) => {
      hashtagIndexer.wake();
      findability.follow({ index: 'posts', id: data.postId, version, since });
    },
  });
}

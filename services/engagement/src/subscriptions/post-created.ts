import { postCreated } from '@townsquare/contracts';
import { defineSubscription, type Subscription } from '@townsquare/kit';
import type { Context } from '../context.js';
import { countPost } from '../use-cases/count.js';

export function onPostCreated(context: Context): Subscription {
  return defineSubscription(postCreated, (event, tx) => countPost(context, event, tx), {
    prepare: ({ data }) => context.people.find([data.authorId]),
  });
}

import { postUpdated } from '@townsquare/contracts';
import { defineSubscription, type Subscription } from '@townsquare/kit';
import type { Context } from '../context.js';
import { countPost } from '../use-cases/count.js';

export function onPostUpdated(context: Context): Subscription {
  return defineSubscription(postUpdated, (event, tx) => countPost(context, event, tx), {
    prepare: ({ data }) => context.people.find([data.authorId]),
  });
}

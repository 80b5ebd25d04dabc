import { postCreated, postUpdated, profileUpdated } from '@townsquare/contracts';
import { defineSubscription, type Subscription } from '@townsquare/kit';
import type { Context } from '../context.js';
import { onContentRemoved } from './content-removed.js';
import { onPostDeleted } from './post-deleted.js';
import { onUserDeleted } from './user-deleted.js';

export function createSubscriptions(context: Context): Subscription[] {
  const { people, posts, blocks, privacyChanges } = context;
  return [
    defineSubscription(profileUpdated, (event, tx) =>
      privacyChanges.note(tx, event.data.userId, () => people.apply(event, tx)),
    ),
    defineSubscription(postCreated, (event, tx) => posts.apply(event, tx)),
    defineSubscription(postUpdated, (event, tx) => posts.apply(event, tx)),
    ...blocks.subscriptions(),
    onPostDeleted(context),
    onUserDeleted(context),
    onContentRemoved(),
  ];
}

import { announcements } from '@townsquare/contracts';
import type { Subscription } from '@townsquare/kit';
import type { Context } from '../context.js';
import { markPulled } from '../data/posts.js';
import { messages } from '../domain/messages.js';
import { notify } from '../notifying/notify.js';
import { notifying } from '../notifying/notifying.js';

/** Tells one batch of an author's followers of a new post. */
export function onPostAnnounced(context: Context): Subscription[] {
  return announcements.map((definition) =>
    notifying(definition, context.live, async ({ data }, tx) => {
      const { postId, authorId, createdAt, recipients, pulled } = data;
      if (pulled) await markPulled(tx.manager, postId);
      const draft = {
        kind: 'post',
        actorId: authorId,
        targetType: 'post',
        targetId: postId,
        postId,
        createdAt: new Date(createdAt),
        says: messages.post(),
      } as const;
      return notify(context, tx, draft, recipients);
    }),
  );
}

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
        content: () => contentOf(context, postId),
        says: messages.post(),
      } as const;
      return notify(context, tx, draft, recipients);
    }),
  );
}

/** What a post says, from its owner: no event brings it to all whom the post is announced to. Of one that is gone it is nothing. */
async function contentOf({ owners }: Context, postId: string): Promise<string> {
  const [post] = await owners.posts([postId]);
  return post?.content ?? '';
}

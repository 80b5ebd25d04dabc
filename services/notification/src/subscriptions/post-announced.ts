import { announcements } from '@townsquare/contracts';
import type { Subscription } from '@townsquare/kit';
import type { Context } from '../context.js';
import { markPulled } from '../data/posts.js';
import { postDraft } from '../domain/drafts.js';
import { defineLiveSubscription } from '../live/live.js';
import { askForNotify, notify } from '../use-cases/notify.js';

/** Tells one batch of an author's followers of a new post. */
export function onPostAnnounced(context: Context): Subscription[] {
  return announcements.map((definition) =>
    defineLiveSubscription(definition, context.live, {
      prepare: async ({ data: { postId, authorId, recipients } }) => ({
        asked: await askForNotify(context, { kind: 'post', actorId: authorId, postId }, recipients),
        content: await contentFor(context, postId, recipients),
      }),
      handle: async ({ data }, tx, { asked, content }) => {
        const { postId, recipients, pulled } = data;
        if (pulled) await markPulled(tx.manager, postId);
        const draft = postDraft(data, () => known(content));
        return notify(context, tx, draft, recipients, asked);
      },
    }),
  );
}

/**
 * What a post says, from its owner, where one of the recipients has muted words: no event brings it to all whom the post is
 * announced to. Of a post that is gone it is nothing.
 */
async function contentFor(
  { owners, mutes }: Context,
  postId: string,
  recipients: string[],
): Promise<string | undefined> {
  if (recipients.length === 0 || (await mutes.words.of(recipients)).size === 0) return undefined;
  const [post] = await owners.posts([postId]);
  return post?.content ?? '';
}

/** Throws where somebody has muted words since the owner could have been asked: the event comes again. */
function known(content: string | undefined): string {
  if (content === undefined) throw new Error('What the post says has not been asked yet.');
  return content;
}

import { type EventData, reactionChanged } from '@townsquare/contracts';
import type { Subscription } from '@townsquare/kit';
import type { Context } from '../context.js';
import { removeNotifications } from '../data/notifications.js';
import { isDeleted } from '../data/posts.js';
import { goneAccounts, takeRelation } from '../data/relations.js';
import { reactionDraft } from '../domain/drafts.js';
import { defineLiveSubscription } from '../live/live.js';
import { askForNotify, notify } from '../use-cases/notify.js';
import { NOBODY_ASKED } from '../use-cases/who-may-see.js';

/** Tells whoever made something of a reaction to it; a change changes the message, a withdrawal takes it back. */
export function onReactionChanged(context: Context): Subscription {
  return defineLiveSubscription(reactionChanged, context.live, {
    prepare: async ({ data }) => {
      const { userId, postId, targetAuthorId } = data;
      if (!tells(data)) return NOBODY_ASKED;
      return askForNotify(context, { kind: 'reaction', actorId: userId, postId }, [targetAuthorId]);
    },
    handle: async ({ data, aggregateversion }, tx, asked) => {
      const { userId, target, postId, targetAuthorId, reaction, previous } = data;
      // Only the totals have changed.
      if (reaction !== null && reaction === previous) return {};
      if (userId === targetAuthorId || (await goneAccounts(tx.manager, [userId])).size > 0) return {};
      if (await isDeleted(tx.manager, postId, target.type === 'comment' ? target.id : null)) return {};
      const key = { actorId: userId, targetType: target.type, targetId: target.id };
      if (!(await takeRelation(tx.manager, key, reaction !== null, aggregateversion))) return {};
      if (reaction === null) {
        await removeNotifications(tx.manager, { kind: 'reaction', ...key }, [targetAuthorId]);
        return { counted: [targetAuthorId] };
      }
      return notify(context, tx, reactionDraft({ ...data, reaction }), [targetAuthorId], asked);
    },
  });
}

/** Whether somebody may have to be told: nobody is of a withdrawal, or of what they did themselves. */
function tells({ userId, targetAuthorId, reaction, previous }: EventData<typeof reactionChanged>): boolean {
  return reaction !== null && reaction !== previous && userId !== targetAuthorId;
}

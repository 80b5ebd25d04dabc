import { type EventData, reactionChanged } from '@townsquare/contracts';
import type { Subscription } from '@townsquare/kit';
import type { Context } from '../context.js';
import { goneAccounts, isDeleted } from '../data/gone.js';
import { removeNotifications } from '../data/notifications.js';
import { takeRelation } from '../data/relations.js';
import { messages } from '../domain/messages.js';
import { askForNotify, notify } from '../notifying/notify.js';
import { notifying } from '../notifying/notifying.js';
import { NOBODY_ASKED } from '../notifying/who-may-see.js';

/** Tells whoever made something of a reaction to it; a change changes the message, a withdrawal takes it back. */
export function onReactionChanged(context: Context): Subscription {
  return notifying(reactionChanged, context.live, {
    prepare: async ({ data }) => {
      const { userId, postId, targetAuthorId } = data;
      if (!tells(data)) return NOBODY_ASKED;
      return askForNotify(context, { kind: 'reaction', actorId: userId, postId }, [targetAuthorId]);
    },
    handle: async ({ data, aggregateversion }, tx, asked) => {
      const { userId, target, postId, targetAuthorId, reaction, previous, at } = data;
      // The totals alone have changed.
      if (reaction !== null && reaction === previous) return {};
      if (userId === targetAuthorId || (await goneAccounts(tx.manager, [userId])).size > 0) return {};
      if (await isDeleted(tx.manager, postId, target.type === 'comment' ? target.id : null)) return {};
      const key = { actorId: userId, targetType: target.type, targetId: target.id };
      if (!(await takeRelation(tx.manager, key, reaction !== null, aggregateversion))) return {};
      if (reaction === null) {
        await removeNotifications(tx.manager, { kind: 'reaction', ...key }, [targetAuthorId]);
        return { counted: [targetAuthorId] };
      }
      const says = messages.reaction(reaction, target.type);
      const draft = { kind: 'reaction', ...key, postId, createdAt: new Date(at), says } as const;
      return notify(context, tx, draft, [targetAuthorId], asked);
    },
  });
}

/** Whether somebody may have to be told: nobody is of a withdrawal, or of what they did themselves. */
function tells({ userId, targetAuthorId, reaction, previous }: EventData<typeof reactionChanged>): boolean {
  return reaction !== null && reaction !== previous && userId !== targetAuthorId;
}

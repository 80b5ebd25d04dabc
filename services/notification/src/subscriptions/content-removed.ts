import { contentRemoved } from '@townsquare/contracts';
import type { Subscription } from '@townsquare/kit';
import type { Context } from '../context.js';
import { insertNotifications } from '../data/notifications.js';
import type { Draft } from '../domain/kinds.js';
import { messages } from '../domain/messages.js';
import { notifying } from '../live/live-subscription.js';
import { causeOf, withoutGone } from '../use-cases/notify.js';

/**
 * Tells the author of something that moderators have removed it. It points at the removal, not at the post or comment, which
 * is gone and would take it along.
 */
export function onContentRemoved({ live }: Context): Subscription {
  return notifying(contentRemoved, live, {
    handle: async ({ data: { caseId, target, authorId }, time }, tx) => {
      const about = { targetType: 'removal', targetId: caseId, postId: null } as const;
      const says = messages.contentRemoved(target.type);
      const draft: Draft = { kind: 'contentRemoved', actorId: authorId, ...about, createdAt: new Date(time), says };
      await insertNotifications(tx.manager, draft, draft.says(''), [authorId]);
      const recipients = await withoutGone(tx, draft, [authorId]);
      return { notified: { cause: causeOf(draft), recipients, since: time } };
    },
  });
}

import { contentRemoved } from '@townsquare/contracts';
import type { Subscription } from '@townsquare/kit';
import type { Context } from '../context.js';
import { insertNotifications } from '../data/notifications.js';
import { queuePushes } from '../data/push-queue.js';
import { removalDraft } from '../domain/drafts.js';
import { defineLiveSubscription } from '../live/live.js';
import { causeOf, withoutGone } from '../use-cases/notify.js';

/**
 * Notifies the author of a post or comment that moderators have removed it. The notification is about the removal: the
 * content is deleted, and notifications about it are deleted with it.
 */
export function onContentRemoved({ live, push }: Context): Subscription {
  return defineLiveSubscription(contentRemoved, live, {
    handle: async ({ data: { caseId, target, authorId }, time }, tx) => {
      const draft = removalDraft(caseId, target.type, authorId, time);
      await insertNotifications(tx.manager, draft, [authorId]);
      const recipients = await withoutGone(tx, draft, [authorId]);
      await queuePushes(tx.manager, draft, recipients, push.delaySeconds);
      return { notified: { cause: causeOf(draft), recipients, since: time } };
    },
  });
}

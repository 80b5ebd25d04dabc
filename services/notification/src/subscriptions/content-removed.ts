import { contentRemoved } from '@townsquare/contracts';
import type { Subscription } from '@townsquare/kit';
import type { Context } from '../context.js';
import { insertNotifications } from '../data/notifications.js';
import { removalDraft } from '../domain/drafts.js';
import { defineLiveSubscription } from '../live/live.js';
import { causeOf, withoutGone } from '../use-cases/notify.js';

/**
 * Tells the author of something that moderators have removed it. It points at the removal, not at the post or comment, which
 * is gone and would take it along.
 */
export function onContentRemoved({ live }: Context): Subscription {
  return defineLiveSubscription(contentRemoved, live, {
    handle: async ({ data: { caseId, target, authorId }, time }, tx) => {
      const draft = removalDraft(caseId, target.type, authorId, time);
      await insertNotifications(tx.manager, draft, [authorId]);
      const recipients = await withoutGone(tx, draft, [authorId]);
      return { notified: { cause: causeOf(draft), recipients, since: time } };
    },
  });
}

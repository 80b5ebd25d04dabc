import { type Exports, type RecountPart, recountMutes, recountPeople, recountPosts } from '@townsquare/projections';
import type { Context } from '../context.js';
import { recountComments } from './recount-comments.js';
import { recountFollowNotifications, recountFollows } from './recount-follows.js';
import { recountAnnouncements, recountMentions } from './recount-posts.js';
import { recountReactions } from './recount-reactions.js';
import { recountRemovalNotifications } from './recount-removals.js';

/** Everything that can be recounted here; first the copies, by which the notifications are judged. */
export function createRecounts(context: Context, exports: Exports): RecountPart[] {
  const { database, people, posts, mutes, privacyChanges } = context;
  return [
    recountPeople(database, people, exports, privacyChanges),
    recountPosts(database, posts, exports),
    recountFollows(context, exports),
    recountMutes(database, mutes, exports),
    recountFollowNotifications(context, exports),
    recountAnnouncements(context, exports),
    recountMentions(context, exports),
    recountComments(context, exports),
    recountReactions(context, 'post', exports.postReactions),
    recountReactions(context, 'comment', exports.commentReactions),
    recountRemovalNotifications(context, exports),
  ];
}

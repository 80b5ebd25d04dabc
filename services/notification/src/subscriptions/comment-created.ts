import { commentCreated } from '@townsquare/contracts';
import type { Subscription } from '@townsquare/kit';
import type { Context } from '../context.js';
import { commentAudience } from '../domain/comment-audience.js';
import { messages } from '../domain/messages.js';
import { askForNotify, notify } from '../notifying/notify.js';
import { notifying } from '../notifying/notifying.js';

/** Tells the post's author of a comment, and whoever is replied to of a reply. */
export function onCommentCreated(context: Context): Subscription {
  return notifying(commentCreated, context.live, {
    prepare: ({ data }) => {
      const { reply, comment } = commentAudience(data);
      const recipients = [reply, comment].filter((userId) => userId !== null);
      return askForNotify(context, { kind: 'comment', actorId: data.authorId, postId: data.postId }, recipients);
    },
    handle: async ({ data }, tx, asked) => {
      const { commentId, postId, authorId, content, createdAt } = data;
      const told = commentAudience(data);
      const tell = async (kind: 'comment' | 'reply') => {
        const recipient = told[kind];
        if (recipient === null) return {};
        const target = { actorId: authorId, targetType: 'comment', targetId: commentId, postId } as const;
        const says = messages[kind]();
        const draft = { ...target, kind, createdAt: new Date(createdAt), content: () => content, says };
        return notify(context, tx, draft, [recipient], asked);
      };
      return [await tell('reply'), await tell('comment')];
    },
  });
}

import { commentCreated, commentUpdated } from '@townsquare/contracts';
import type { Subscription } from '@townsquare/kit';
import type { Context } from '../context.js';
import { notifying } from '../live/live-subscription.js';
import { askAboutComment, takeComment } from '../use-cases/apply-comment.js';

/** Tells of a new comment, and whom an edit mentions. */
export function onCommentWritten(context: Context): Subscription[] {
  return [commentCreated, commentUpdated].map((definition) =>
    notifying(definition, context.live, {
      prepare: ({ data }) => askAboutComment(context, data),
      handle: (event, tx, asked) => takeComment(context, event, tx, asked),
    }),
  );
}

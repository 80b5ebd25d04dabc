import type { PostRecord } from '@townsquare/contracts';
import { END } from '@townsquare/kit';
import type { Exports, RecountPart } from '@townsquare/projections';
import type { Context } from '../context.js';
import { presentWhere } from '../data/recount.js';
import type { Candidate } from '../domain/dueness.js';
import { messages } from '../domain/messages.js';
import { compareNotifications, factsAbout } from './compare-notifications.js';

/** The news of mentions in posts, held against the posts. */
export function recountMentions(context: Context, exports: Pick<Exports, 'posts'>): RecountPart {
  return {
    name: 'notifications of mentions in posts',
    async check(range) {
      const { items, next } = await exports.posts(range);
      const candidates = items.flatMap((post) => post.mentions.map(({ userId }) => toCandidate(post, userId)));
      const values = [range.after, range.through ?? next ?? END];
      const condition = 'target_id > ? AND target_id <= ?';
      const present = await presentWhere(context.database.manager, ['mention'], 'post', condition, values);
      const facts = await factsAbout(context, candidates, present);
      return { checked: candidates.length, found: compareNotifications(context, candidates, present, facts), next };
    },
  };
}

function toCandidate({ postId, authorId, content, updatedAt }: PostRecord, recipientId: string): Candidate {
  const target = { actorId: authorId, targetType: 'post', targetId: postId, postId } as const;
  const told = { createdAt: new Date(updatedAt), content: () => content, says: messages.mention('post') };
  const draft = { kind: 'mention', ...target, ...told } as const;
  return { recipientId, draft, uncertain: false };
}

import { NO_REACTIONS, type PostComments, type PostReactions, type PostRecord } from '@townsquare/contracts';
import { type Database, END } from '@townsquare/kit';
import { type Counts, compare, describeReactions, type Exports, type RecountPart } from '@townsquare/projections';
import { closePost } from '../data/count-post.js';
import { changePost, statesBetween } from '../data/post-counters.js';
import { asOwned, type OwnedPost } from '../domain/post-state.js';

/** What is counted of each post, held against the posts, and the reactions and comments that there are. */
export function recountPostCounters(
  database: Database,
  exports: Pick<Exports, 'posts'>,
  counts: Pick<Counts, 'reactions' | 'comments'>,
): RecountPart {
  return {
    name: 'post counters',
    async check(range) {
      const { items, next } = await exports.posts(range);
      const owned = await countOwned(items, counts);
      const states = await statesBetween(database.manager, range.after, range.through ?? next ?? END);
      const known = [...states].filter(([, state]) => !state.deleted && state.createdAt !== null);
      const repair = (postId: string) => repairPost(database, postId, owned.get(postId), states.get(postId)?.authorId);
      const found = FIGURES.flatMap(([what, figure]) => {
        const should = new Map([...owned].map(([id, post]) => [id, figure(post)]));
        return compare(what, should, new Map(known.map(([id, state]) => [id, figure(state)])), repair);
      });
      return { checked: items.length, found, next };
    },
  };
}

type Counted = Pick<OwnedPost, 'isPrivate' | 'totals' | 'commentCount'>;

const FIGURES: [what: string, figure: (post: Counted) => string][] = [
  ['post', ({ isPrivate }) => (isPrivate ? 'private' : 'public')],
  ['reactions to post', ({ totals }) => describeReactions(totals)],
  ['comments on post', ({ commentCount }) => String(commentCount)],
];

async function countOwned(
  posts: PostRecord[],
  counts: Pick<Counts, 'reactions' | 'comments'>,
): Promise<Map<string, OwnedPost>> {
  const ids = posts.map(({ postId }) => postId);
  const [reactions, comments] = await Promise.all([counts.reactions(ids), counts.comments(ids)]);
  const reactionsOf = new Map(reactions.map((one) => [one.postId, one]));
  const commentsOf = new Map(comments.map((one) => [one.postId, one]));
  return new Map(
    posts.map((post) => [post.postId, toOwned(post, reactionsOf.get(post.postId), commentsOf.get(post.postId))]),
  );
}

function toOwned(
  post: PostRecord,
  reactions: PostReactions | undefined,
  comments: PostComments | undefined,
): OwnedPost {
  return {
    authorId: post.authorId,
    isPrivate: post.isPrivate,
    createdAt: new Date(post.createdAt),
    postVersion: post.version,
    totals: reactions?.totals ?? NO_REACTIONS,
    reactionVersion: reactions?.version ?? 0,
    commentCount: comments?.commentCount ?? 0,
    threadVersion: comments?.version ?? 0,
  };
}

/** Its author's counts are left as they are: those are held against the owners by a part of their own. */
async function repairPost(
  database: Database,
  postId: string,
  owned: OwnedPost | undefined,
  authorId: string | undefined,
): Promise<void> {
  await database.transaction(({ manager }) =>
    owned ? changePost(manager, postId, owned.authorId, asOwned(owned)) : closePost(manager, postId, authorId!),
  );
}

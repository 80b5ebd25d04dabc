import { type CommentSnapshot, NO_REACTIONS, type PostSnapshot, type ReactionTotals } from '@townsquare/contracts';

/** Before the first event of its kind. */
export const NOTHING_YET = -1;

/** What is counted of a post. Each part has the version of the event that set it. */
export interface PostState {
  authorId: string;
  isPrivate: boolean;
  createdAt: Date | null;
  /** `NOTHING_YET` while only reactions or comments have told of the post. */
  postVersion: number;
  totals: ReactionTotals;
  reactionVersion: number;
  commentCount: number;
  threadVersion: number;
  deleted: boolean;
}

/** A post of which nothing is known yet but its author; private until something says otherwise. */
export function unknownPost(authorId: string): PostState {
  return {
    authorId,
    isPrivate: true,
    createdAt: null,
    postVersion: NOTHING_YET,
    totals: NO_REACTIONS,
    reactionVersion: NOTHING_YET,
    commentCount: 0,
    threadVersion: NOTHING_YET,
    deleted: false,
  };
}

/** The state after an event; the same object where the event is stale, or the post gone. */
export type Change = (state: PostState) => PostState;

export function withPost(post: Pick<PostSnapshot, 'isPrivate' | 'createdAt'>, version: number): Change {
  const { isPrivate } = post;
  const createdAt = new Date(post.createdAt);
  return alive((state) =>
    version > state.postVersion ? { ...state, isPrivate, createdAt, postVersion: version } : state,
  );
}

export function withReactions(totals: ReactionTotals, version: number): Change {
  return alive((state) => (version > state.reactionVersion ? { ...state, totals, reactionVersion: version } : state));
}

export function withThread({ commentCount, version }: CommentSnapshot['thread']): Change {
  return alive((state) => (version > state.threadVersion ? { ...state, commentCount, threadVersion: version } : state));
}

/** A post as its owners have it: what each says of it, with the version of what it says. */
export type OwnedPost = Omit<PostState, 'createdAt' | 'deleted'> & { createdAt: Date };

/** Puts what the owners have in the place of what was counted, but for what a later event has set. */
export function asOwned(owned: OwnedPost): Change {
  return (state) => ({
    ...state,
    ...(owned.postVersion >= state.postVersion && pick(owned, ['isPrivate', 'createdAt', 'postVersion'])),
    ...(owned.reactionVersion >= state.reactionVersion && pick(owned, ['totals', 'reactionVersion'])),
    ...(owned.threadVersion >= state.threadVersion && pick(owned, ['commentCount', 'threadVersion'])),
    deleted: false,
  });
}

function pick<Key extends keyof OwnedPost>(owned: OwnedPost, keys: Key[]): Pick<OwnedPost, Key> {
  return Object.fromEntries(keys.map((key) => [key, owned[key]])) as Pick<OwnedPost, Key>;
}

/** The mark of a deleted post stays, and whatever comes later changes nothing. */
export function deletedPost(): Change {
  return alive((state) => ({ ...state, deleted: true }));
}

function alive(change: Change): Change {
  return (state) => (state.deleted ? state : change(state));
}

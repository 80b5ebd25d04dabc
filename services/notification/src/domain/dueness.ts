import { canBeMuted, type Draft, type Kind } from './kinds.js';

/** Somebody may have to be told of something that is there. */
export interface Candidate {
  recipientId: string;
  draft: Draft;
  /** Whether it was told depends on what the owners' rows do not say any more. */
  uncertain: boolean;
}

/** What counts of a post. */
export interface PostFacts {
  authorId: string;
  /** It is for its author's followers alone, by itself or because the account is private. */
  isPrivate: boolean;
  edited: boolean;
  /** Its author's account has turned private or public at some time. */
  turned: boolean;
  deleted: boolean;
}

/** What is known of people and posts now, and of some things that once were. */
export interface Facts {
  isGone(userId: string): boolean;
  isHidden(userId: string): boolean;
  post(postId: string): PostFacts | undefined;
  /** Whether there is a block between the two, or once was one; undefined where there never was. */
  block(one: string, other: string): 'standing' | 'ended' | undefined;
  /** The first has muted the second, or once had. */
  hasMuted(one: string, other: string): boolean;
  /** The person has muted words, or once had. */
  hasMutedWords(userId: string): boolean;
  /** Whether the first follows the second, or once did; undefined where that was never heard of. */
  follow(followerId: string, followingId: string): 'standing' | 'ended' | undefined;
  /** The person has ever chosen whether to hear of this kind. */
  hasChosen(userId: string, kind: Kind): boolean;
}

/**
 * Whether somebody must have a notification, may have it, or must not. It must be there only if nothing that happened
 * since could have kept it out or taken it away: a choice, a mute, a block, a ban, or a time at which they could not see the post.
 */
export function dueness(
  { recipientId, draft, uncertain }: Candidate,
  facts: Facts,
): 'required' | 'allowed' | 'forbidden' {
  const { actorId, kind, postId } = draft;
  if (recipientId === actorId || facts.isGone(recipientId) || facts.isGone(actorId)) return 'forbidden';
  const between = facts.block(recipientId, actorId);
  if (between === 'standing') return 'forbidden';
  const unwanted = facts.hasChosen(recipientId, kind) || mayBeMuted(recipientId, draft, facts);
  const doubtful = uncertain || unwanted || between === 'ended' || facts.isHidden(actorId);
  if (postId === null) return doubtful ? 'allowed' : 'required';

  const post = facts.post(postId);
  if (!post) return 'allowed';
  if (post.deleted) return 'forbidden';
  const { authorId } = post;
  if (recipientId === authorId) return doubtful ? 'allowed' : 'required';
  if (post.isPrivate && facts.follow(recipientId, authorId) === 'ended') return 'forbidden';
  if (doubtful || facts.isHidden(authorId) || facts.block(recipientId, authorId) !== undefined) return 'allowed';
  // Announcements go to followers, whatever becomes of the post; an edit brings a mention in it back that was taken away.
  if (kind === 'post') return 'required';
  const isInPost = kind === 'mention' && draft.targetType === 'post';
  return post.isPrivate || post.turned || (post.edited && !isInPost) ? 'allowed' : 'required';
}

/** Whether a mute may have kept it out. A reaction has no words. */
function mayBeMuted(recipientId: string, draft: Draft, facts: Facts): boolean {
  if (!canBeMuted(draft)) return false;
  return facts.hasMuted(recipientId, draft.actorId) || (draft.kind !== 'reaction' && facts.hasMutedWords(recipientId));
}

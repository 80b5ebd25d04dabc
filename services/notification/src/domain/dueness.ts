import { canBeMuted, type Draft, type Kind } from './kinds.js';

/** A notification that an account may have to have, by the owners' rows. */
export interface Candidate {
  recipientId: string;
  draft: Draft;
  /** Whether the account was notified depends on history that the owners' rows no longer show. */
  uncertain: boolean;
}

/** The facts about a post that matter here. */
export interface PostFacts {
  authorId: string;
  /** Only followers may see it: the post or its author's account is private. */
  isPrivate: boolean;
  edited: boolean;
  /** Its author's account has changed between private and public. */
  turned: boolean;
  deleted: boolean;
}

/** What this service knows of accounts and posts now, and some of what was so before. */
export interface Facts {
  isGone(userId: string): boolean;
  isHidden(userId: string): boolean;
  post(postId: string): PostFacts | undefined;
  /** Whether there is a block between the two, or was; undefined if there never was. */
  block(one: string, other: string): 'standing' | 'ended' | undefined;
  /** Whether the first mutes the second, or did. */
  hasMuted(one: string, other: string): boolean;
  /** Whether the account mutes words, or did. */
  hasMutedWords(userId: string): boolean;
  /** Whether the first follows the second, or did; undefined if no event said so. */
  follow(followerId: string, followingId: string): 'standing' | 'ended' | undefined;
  /** Whether the account has ever set its preference for this kind. */
  hasChosen(userId: string, kind: Kind): boolean;
}

/**
 * Whether an account must, may or must not have a notification. It is required only if nothing could have prevented or removed
 * it: a preference, a mute, a block, a ban, or a time at which the account could not see the post.
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
  // Announcements go to followers, whatever happens to the post later; an edit adds a removed mention in it again.
  if (kind === 'post') return 'required';
  const isInPost = kind === 'mention' && draft.targetType === 'post';
  return post.isPrivate || post.turned || (post.edited && !isInPost) ? 'allowed' : 'required';
}

/** Whether a mute may have prevented it. A reaction has no text. */
function mayBeMuted(recipientId: string, draft: Draft, facts: Facts): boolean {
  if (!canBeMuted(draft)) return false;
  return facts.hasMuted(recipientId, draft.actorId) || (draft.kind !== 'reaction' && facts.hasMutedWords(recipientId));
}

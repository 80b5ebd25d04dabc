import { z } from 'zod';

/** The kinds that an account can turn off. */
export const OPTIONAL_KINDS = [
  'post',
  'mention',
  'comment',
  'reply',
  'reaction',
  'follow',
  'followRequest',
  'followAccepted',
] as const;
export type OptionalKind = (typeof OPTIONAL_KINDS)[number];

/** A removal by moderators always notifies the author, who has a limited time to appeal. */
export const KINDS = [...OPTIONAL_KINDS, 'contentRemoved'] as const;

/**
 * The kind of a notification: a followed account posted; another account mentioned the reader, commented, replied, reacted,
 * followed, asked to follow, or accepted a follow request; or moderators removed the reader's content.
 */
export const Kind = z.enum(KINDS).meta({ id: 'NotificationKind' });
export type Kind = z.infer<typeof Kind>;

/** The id of a removal is its `caseId`, as in the list of removals, where the author can appeal. */
export const TargetType = z.enum(['post', 'comment', 'user', 'removal']);
export type TargetType = z.infer<typeof TargetType>;

/** What identifies a notification, besides its recipient: a recipient has one of each. */
export interface Cause {
  kind: Kind;
  /** The account that caused it. For a removal it is the author, who is not told which moderator decided. */
  actorId: string;
  targetType: TargetType;
  targetId: string;
}

/** Whether a mute prevents it. Followers and follow requests are never muted: the reader has to deal with them. */
export function canBeMuted({ targetType }: Pick<Cause, 'targetType'>): boolean {
  return targetType !== 'user';
}

/** A notification without its recipient. */
export interface Draft extends Cause {
  postId: string | null;
  createdAt: Date;
  /** The text that the actor wrote, if any; muted words are matched against it. */
  content?(): string;
  /** The message, with the actor's name if it is known. */
  says(name: string | undefined): string;
}

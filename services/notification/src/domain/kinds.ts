import { z } from 'zod';

/** The kinds that people can switch off. */
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

/** What moderators did to one's own content is always told: there is a time to appeal. */
export const KINDS = [...OPTIONAL_KINDS, 'contentRemoved'] as const;

/**
 * What a notification is about: somebody followed posted, mentioned one, commented, replied, reacted, follows one, asks to,
 * or has accepted that one follows them; or moderators have removed something of one's own.
 */
export const Kind = z.enum(KINDS).meta({ id: 'NotificationKind' });
export type Kind = z.infer<typeof Kind>;

/** A removal is named by the case that ended with it, as in the list of removals, where it can be appealed against. */
export const TargetType = z.enum(['post', 'comment', 'user', 'removal']);
export type TargetType = z.infer<typeof TargetType>;

/** What tells notifications apart, besides who gets them: of each there is one a person. */
export interface Cause {
  kind: Kind;
  /** Who caused it. Of a removal it is whose content it was: who decided is not theirs to know. */
  actorId: string;
  targetType: TargetType;
  targetId: string;
}

/** Whether a mute keeps it away. What is about a person has to be seen, to be dealt with: who follows one, or asks to. */
export function canBeMuted({ targetType }: Pick<Cause, 'targetType'>): boolean {
  return targetType !== 'user';
}

/** A notification before it is known who gets it. */
export interface Draft extends Cause {
  postId: string | null;
  createdAt: Date;
  /** What the actor has written, where it tells of that; mutes of words go by it. */
  content?(): string;
  /** What it says, given the name of whoever caused it, if it is known. */
  says(name: string | undefined): string;
}

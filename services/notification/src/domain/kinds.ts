import { z } from 'zod';

export const KINDS = [
  'post',
  'mention',
  'comment',
  'reply',
  'reaction',
  'follow',
  'followRequest',
  'followAccepted',
] as const;

/**
 * What a notification is about: somebody followed posted, mentioned one, commented, replied, reacted, follows one, asks to,
 * or has accepted that one follows them.
 */
export const Kind = z.enum(KINDS).meta({ id: 'NotificationKind' });
export type Kind = z.infer<typeof Kind>;

export const TargetType = z.enum(['post', 'comment', 'user']);
export type TargetType = z.infer<typeof TargetType>;

/** What tells notifications apart, besides who gets them: of each there is one a person. */
export interface Cause {
  kind: Kind;
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
  /** What it says, given the name of whoever caused it. */
  says(name: string): string;
}

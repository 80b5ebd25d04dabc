import type { Draft, Kind } from './kinds.js';

type Grouped = Pick<Draft, 'targetType' | 'targetId' | 'postId'>;

interface Grouping {
  /** What notifications of a group have in common, besides the kind and the day. */
  thing(notification: Grouped): string;
  /** What those who caused them did. */
  did(notification: Grouped): string;
}

const underOnePost = ({ postId }: Grouped) => `post.${postId}`;

/** The kinds that many people may cause about one thing. Those that are not here stand each by itself. */
const GROUPINGS: Partial<Record<Kind, Grouping>> = {
  reaction: {
    thing: ({ targetType, targetId }) => `${targetType}.${targetId}`,
    did: ({ targetType }) => `reacted to your ${targetType}`,
  },
  comment: { thing: underOnePost, did: () => 'commented on your post' },
  // Several comments under one post may have been replied to.
  reply: { thing: underOnePost, did: () => 'replied to you' },
  follow: { thing: () => 'you', did: () => 'started following you' },
  followRequest: { thing: () => 'you', did: () => 'asked to follow you' },
  followAccepted: { thing: () => 'you', did: () => 'accepted your requests to follow them' },
};

/**
 * What the notifications of one person that are shown as one have in common: the kind, the thing and the day, in UTC, so
 * that groups end. Null for one that stands by itself.
 */
export function groupKey(draft: Draft): string | null {
  const grouping = GROUPINGS[draft.kind];
  return grouping ? `${draft.kind}.${grouping.thing(draft)}.${draft.createdAt.toISOString().slice(0, 10)}` : null;
}

/** Who caused the notifications of a group. */
export interface Crowd {
  /** The names of the latest of them, as far as they are known. */
  names: string[];
  /** How many they are, or at least are. */
  count: number;
  atLeast: boolean;
}

/** What a group says in one sentence; undefined where it says no more than its latest notification. */
export function groupMessage(notification: Grouped & { kind: Kind }, crowd: Crowd): string | undefined {
  const who = crowd.count > 1 ? whoIn(crowd) : undefined;
  const grouping = GROUPINGS[notification.kind];
  return who && grouping ? `${who} ${grouping.did(notification)}` : undefined;
}

function whoIn({ names: [first, second], count, atLeast }: Crowd): string | undefined {
  if (first === undefined) return undefined;
  if (second !== undefined && count === 2 && !atLeast) return `${first} and ${second}`;
  const others = count - 1;
  return `${first} and ${atLeast ? 'at least ' : ''}${others} ${others === 1 ? 'other' : 'others'}`;
}

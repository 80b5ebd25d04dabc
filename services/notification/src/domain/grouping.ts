import type { Draft, Kind } from './kinds.js';

type Grouped = Pick<Draft, 'targetType' | 'targetId' | 'postId'>;

interface Grouping {
  /** What the notifications of a group share, besides the kind and the day. */
  thing(notification: Grouped): string;
  /** What the actors did. */
  did(notification: Grouped): string;
}

const underOnePost = ({ postId }: Grouped) => `post.${postId}`;

/** The kinds that are grouped, because many accounts may cause them about one thing. */
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
 * The key of a reader's notifications that are shown as one: the kind, the thing and the day in UTC, so that groups end. Null
 * for a kind that is not grouped.
 */
export function groupKey(draft: Draft): string | null {
  const grouping = GROUPINGS[draft.kind];
  return grouping ? `${draft.kind}.${grouping.thing(draft)}.${draft.createdAt.toISOString().slice(0, 10)}` : null;
}

/** The actors of a group. */
export interface Actors {
  /** The names of the latest actors, as far as they are known. */
  names: string[];
  /** How many there are, or at least are. */
  count: number;
  atLeast: boolean;
}

/** The sentence of a group; undefined if its latest notification says as much. */
export function groupMessage(notification: Grouped & { kind: Kind }, actors: Actors): string | undefined {
  const who = actors.count > 1 ? whoIn(actors) : undefined;
  const grouping = GROUPINGS[notification.kind];
  return who && grouping ? `${who} ${grouping.did(notification)}` : undefined;
}

function whoIn({ names: [first, second], count, atLeast }: Actors): string | undefined {
  if (first === undefined) return undefined;
  if (second !== undefined && count === 2 && !atLeast) return `${first} and ${second}`;
  const others = count - 1;
  return `${first} and ${atLeast ? 'at least ' : ''}${others} ${others === 1 ? 'other' : 'others'}`;
}

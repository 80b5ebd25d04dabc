import type { Schemas } from '@townsquare/client';

export type Reactions = Schemas['Reactions'];
export type ReactionType = Schemas['ReactionType'];

export const REACTION_TYPES = ['like', 'love', 'haha', 'sad', 'angry'] as const satisfies readonly ReactionType[];

export const NO_REACTIONS: Reactions = {
  totals: { like: 0, love: 0, haha: 0, sad: 0, angry: 0 },
  total: 0,
  mine: null,
};

/** The reactions as they are once the reader's own is this one; null withdraws it. */
export function withMine({ totals, total, mine }: Reactions, next: ReactionType | null): Reactions {
  const changed = { ...totals };
  if (mine) changed[mine] = Math.max(0, changed[mine] - 1);
  if (next) changed[next] += 1;
  return { totals: changed, total: Math.max(0, total - (mine ? 1 : 0) + (next ? 1 : 0)), mine: next };
}

/** The kinds that were given, the most frequent first. */
export function kindsGiven({ totals }: Reactions): ReactionType[] {
  return REACTION_TYPES.filter((type) => totals[type] > 0).sort((left, right) => totals[right] - totals[left]);
}

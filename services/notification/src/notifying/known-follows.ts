import type { Database } from '@townsquare/kit';
import type { Owners } from '@townsquare/projections';
import { followsOf } from '../data/relations.js';

/** Whom somebody follows, by what this service has heard of: lists are read without a call to the owner of the graph. */
export function knownFollows({ manager }: Database): Pick<Owners, 'follows'> {
  return {
    follows: async (followerId, followingIds) => {
      const follows = await followsOf(manager, [followerId], followingIds);
      return new Set(follows.filter(({ active }) => active).map(({ followingId }) => followingId));
    },
  };
}

import type { PersonGraph } from '@townsquare/contracts';
import { type Database, END } from '@townsquare/kit';
import type { Exports } from '../exports.js';
import type { Mute, Mutes } from '../mutes.js';
import { compare, type RecountPart } from './recount.js';

/**
 * A service's copy of what people have muted, held against the graph. It is also how a service learns of mutes that are
 * older than its copy.
 */
export function recountMutes(database: Database, mutes: Mutes, exports: Pick<Exports, 'graph'>): RecountPart {
  return {
    name: 'mutes',
    async check(range) {
      const { items, next } = await exports.graph(range);
      const known = await mutes.knownBetween(range.after, range.through ?? next ?? END);
      const owned = named(items.flatMap(mutesOf));
      const versions = new Map(items.map(({ userId, version }) => [userId, version]));
      const repair = (name: string) => {
        const [muterId, mutedId] = name.split('>') as [string, string];
        const version = versions.get(muterId) ?? 0;
        return database.transaction((tx) => mutes.replace(tx, { muterId, mutedId }, owned.has(name), version));
      };
      return { checked: owned.size, found: compare('mute', owned, named(known), repair), next };
    },
  };
}

const mutesOf = ({ userId, muting }: PersonGraph) => muting.map((mutedId) => ({ muterId: userId, mutedId }));

const named = (mutes: Mute[]) => new Map(mutes.map(({ muterId, mutedId }) => [`${muterId}>${mutedId}`, 'muted']));

import { createHash } from 'node:crypto';
import type { PersonGraph } from '@townsquare/contracts';
import { type Database, END } from '@townsquare/kit';
import type { Exports } from '../exports.js';
import type { Mute, Mutes } from '../mutes.js';
import { compare, type Found, type RecountPart } from './recount.js';

/**
 * A service's copy of whom and which words people have muted, held against the graph. It is also how a service learns of
 * mutes that are older than its copy.
 */
export function recountMutes(database: Database, mutes: Mutes, exports: Pick<Exports, 'graph'>): RecountPart {
  return {
    name: 'mutes',
    async check(range) {
      const { items, next } = await exports.graph(range);
      const through = range.through ?? next ?? END;
      const [known, words] = await Promise.all([
        mutes.knownBetween(range.after, through),
        mutes.words.knownBetween(range.after, through),
      ]);
      const found = [...comparePeople(database, mutes, items, known), ...compareWords(database, mutes, items, words)];
      return { checked: items.length, found, next };
    },
  };
}

function comparePeople(database: Database, mutes: Mutes, graphs: PersonGraph[], known: Mute[]): Found[] {
  const owned = named(graphs.flatMap(mutesOf));
  const versions = new Map(graphs.map(({ userId, version }) => [userId, version]));
  return compare('mute', owned, named(known), (name) => {
    const [muterId, mutedId] = name.split('>') as [string, string];
    const version = versions.get(muterId) ?? 0;
    return database.transaction((tx) => mutes.replace(tx, { muterId, mutedId }, owned.has(name), version));
  });
}

const mutesOf = ({ userId, muting }: PersonGraph) => muting.map((mutedId) => ({ muterId: userId, mutedId }));

const named = (mutes: Mute[]) => new Map(mutes.map(({ muterId, mutedId }) => [`${muterId}>${mutedId}`, 'muted']));

function compareWords(database: Database, mutes: Mutes, graphs: PersonGraph[], known: Map<string, string[]>): Found[] {
  const owned = new Map(graphs.filter(({ mutedWords }) => mutedWords.length > 0).map((one) => [one.userId, one]));
  const should = new Map([...owned].map(([userId, { mutedWords }]) => [userId, described(mutedWords)]));
  const is = new Map([...known].map(([userId, words]) => [userId, described(words)]));
  return compare('muted words', should, is, (userId) => {
    const { mutedWords, version } = owned.get(userId) ?? { mutedWords: [], version: 0 };
    return database.transaction((tx) => mutes.replaceWords(tx, userId, mutedWords, version));
  });
}

/** A list by its length and a fingerprint: an operator need not read what people would not be shown. */
function described(words: string[]): string {
  const fingerprint = createHash('sha256')
    .update(JSON.stringify([...words].sort()))
    .digest('hex')
    .slice(0, 12);
  return `${words.length} words (${fingerprint})`;
}

import { createHash } from 'node:crypto';
import type { PersonGraph, ProfileRecord } from '@townsquare/contracts';
import { type Database, END } from '@townsquare/kit';
import type { Exports } from '../exports.js';
import type { Mute, Mutes } from '../mutes.js';
import type { People } from '../people.js';
import type { KnownPost, Posts } from '../posts.js';
import type { PrivacyChanges } from '../privacy-changes.js';
import { compare, type Found, type RecountPart } from './recount.js';

/**
 * Compares a service's copy of the users with the profiles, without accounts that the service has deleted. In a service with
 * `privacyChanges`, the repair of an account's audience requests a visit of its rows, as the event would have.
 */
export function recountPeople(
  database: Database,
  people: People,
  exports: Pick<Exports, 'profiles'>,
  privacyChanges?: Pick<PrivacyChanges, 'note'>,
): RecountPart {
  return {
    name: 'people',
    async check(range) {
      const { items, next } = await exports.profiles(range);
      const { known, gone } = await people.knownBetween(range.after, range.through ?? next ?? END);
      const owned = new Map(items.filter(({ userId }) => !gone.has(userId)).map((item) => [item.userId, item]));
      const repair = (id: string) =>
        database.transaction(async (tx) => {
          const replace = () => people.replace(tx, id, owned.get(id));
          await (privacyChanges ? privacyChanges.note(tx, id, replace) : replace());
        });
      const found = compare('person', describePeople(owned.values()), describePeople(known), repair);
      return { checked: items.length, found, next };
    },
  };
}

type Person = Omit<ProfileRecord, 'bio' | 'createdAt'>;

function describePeople(people: Iterable<Person>): Map<string, string> {
  return new Map(
    [...people].map(({ userId, username, fullName, profilePicture, status, isPrivate, version }) => [
      userId,
      [
        username,
        fullName,
        status,
        isPrivate ? 'private' : 'public',
        profilePicture ?? 'no picture',
        `version ${version}`,
      ].join(', '),
    ]),
  );
}

/** Compares a service's copy of the posts with their owner's, without posts that the service has deleted. */
export function recountPosts(database: Database, posts: Posts, exports: Pick<Exports, 'posts'>): RecountPart {
  return {
    name: 'posts',
    async check(range) {
      const { items, next } = await exports.posts(range);
      const { known, gone } = await posts.knownBetween(range.after, range.through ?? next ?? END);
      const owned = new Map(items.filter(({ postId }) => !gone.has(postId)).map((item) => [item.postId, item]));
      const repair = (id: string) => database.transaction((tx) => posts.replace(tx, id, owned.get(id)));
      const found = compare('post', describePosts(owned.values()), describePosts(known), repair);
      return { checked: items.length, found, next };
    },
  };
}

function describePosts(posts: Iterable<KnownPost & { version: number }>): Map<string, string> {
  return new Map(
    [...posts].map(({ postId, authorId, isPrivate, version }) => [
      postId,
      `by ${authorId}, ${isPrivate ? 'private' : 'public'}, version ${version}`,
    ]),
  );
}

/**
 * Compares a service's copy of the mutes and muted words with the graph. This is also how a service receives mutes that are
 * older than its copy.
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

/** Describes a list by its length and a fingerprint: an operator need not read users' muted words. */
function described(words: string[]): string {
  const fingerprint = createHash('sha256')
    .update(JSON.stringify([...words].sort()))
    .digest('hex')
    .slice(0, 12);
  return `${words.length} words (${fingerprint})`;
}

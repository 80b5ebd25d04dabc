import { isDeepStrictEqual } from 'node:util';
import type { PostRecord } from '@townsquare/contracts';
import { type Database, END, requestPurge } from '@townsquare/kit';
import { compare, type Exports, type RecountPart } from '@townsquare/projections';
import { goneAmong, lockAccounts } from '../data/accounts.js';
import { copiesBetween, markPostDeleted, type PostCopy, replaceCopy } from '../data/post-copies.js';

/** Compares feed's copies of posts with the posts. Posts of accounts that feed has deleted are left out. */
export function recountPostCopies(database: Database, exports: Pick<Exports, 'posts'>): RecountPart {
  return {
    name: 'posts',
    async check(range) {
      const { items, next } = await exports.posts(range);
      const copies = await copiesBetween(database.manager, range.after, range.through ?? next ?? END);
      const authors = ['0', ...items.map(({ authorId }) => authorId)];
      const gone = new Set(await goneAmong(database.manager, authors));
      const owned = new Map(items.filter(({ authorId }) => !gone.has(authorId)).map((post) => [post.postId, post]));
      const should = new Map([...owned].map(([id, post]) => [id, `version ${post.version}`]));
      const is = new Map([...copies].map(([id, copy]) => [id, describe(copy, owned.get(id))]));
      const repair = (id: string) => repairCopy(database, owned.get(id), copies.get(id));
      return { checked: items.length, found: compare('post', should, is, repair), next };
    },
  };
}

type VersionedCopy = PostCopy & { version: number };

function describe(copy: VersionedCopy, post: PostRecord | undefined): string {
  const version = `version ${copy.version}`;
  return post && post.version === copy.version && !isDeepStrictEqual(asRecord(copy), post)
    ? `other ${version}`
    : version;
}

function asRecord({ createdAt, updatedAt, ...copy }: VersionedCopy): PostRecord {
  return { ...copy, createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() };
}

async function repairCopy(
  database: Database,
  post: PostRecord | undefined,
  copy: VersionedCopy | undefined,
): Promise<void> {
  await database.transaction(async (tx) => {
    const authorId = (post ?? copy)!.authorId;
    const account = await lockAccounts(tx.manager, [authorId]);
    if (account(authorId).deleted) return;
    if (post) return replaceCopy(tx.manager, post);
    await markPostDeleted(tx.manager, copy!.postId, authorId);
    await requestPurge(tx, 'post', copy!.postId, copy!.version + 1);
  });
}

import { maySee, needsFollow } from '@townsquare/projections';
import type { EntityManager } from 'typeorm';
import type { Context } from '../context.js';
import { followsOf } from '../data/relations.js';

/** What the rule is applied with. */
export type Needs = Pick<Context, 'people' | 'posts' | 'blocks' | 'owners'>;

/** Those of the readers who may see a post. */
export async function whoMaySee(
  { people, posts, blocks, owners }: Needs,
  manager: EntityManager,
  postId: string,
  readers: string[],
): Promise<string[]> {
  const post = (await posts.find([postId], manager)).get(postId);
  if (!post || readers.length === 0) return [];
  const { authorId } = post;
  const facts = { ...post, author: (await people.find([authorId], manager)).get(authorId) };
  const blocked = await blocks.between(authorId, readers, manager);
  const followers = needsFollow(facts) ? await followersAmong(owners, manager, authorId, readers) : new Set<string>();
  return readers.filter((reader) =>
    maySee(reader, facts, { blocked: blocked.has(reader), follows: followers.has(reader) }),
  );
}

/** Of the readers, those who follow the author. Of whom no follow was heard of, the owner of the graph is asked. */
async function followersAmong(
  owners: Context['owners'],
  manager: EntityManager,
  authorId: string,
  readers: string[],
): Promise<Set<string>> {
  const heard = await followsOf(manager, readers, [authorId]);
  const followers = new Set(heard.filter(({ active }) => active).map(({ followerId }) => followerId));
  const known = new Set([authorId, ...heard.map(({ followerId }) => followerId)]);
  for (const reader of readers.filter((id) => !known.has(id))) {
    if ((await owners.follows(reader, [authorId])).has(authorId)) followers.add(reader);
  }
  return followers;
}

import { hashtagKey } from '@townsquare/text';
import { type Author, isForEveryone } from './visibility-rule.js';

/** A hashtag in a post: the key by which it is counted, and how it was typed there. */
export interface HashtagUse {
  tag: string;
  spelling: string;
}

/**
 * The tags that a post adds to the counts. One for followers alone adds none, for its tags would tell of it; neither does one
 * of a hidden account. The posts of an account that is gone count until they are deleted, each by an event of its own.
 */
export function countedTags(post: { hashtags: string[]; isPrivate: boolean }, author: Author): HashtagUse[] {
  if (!isForEveryone({ ...post, author })) return [];
  const uses = new Map<string, HashtagUse>();
  for (const spelling of post.hashtags) {
    const tag = hashtagKey(spelling);
    if (tag !== undefined && !uses.has(tag)) uses.set(tag, { tag, spelling });
  }
  return [...uses.values()];
}

/**
 * What a change of a post's tags does to the counts, in the order of the tags so that two changes lock them alike; 0 is that
 * of a tag which only the spelling changes of.
 */
export function tagChanges(before: HashtagUse[], after: HashtagUse[]): (HashtagUse & { change: -1 | 0 | 1 })[] {
  const find = (uses: HashtagUse[], tag: string) => uses.find((use) => use.tag === tag);
  const removed = before.filter(({ tag }) => !find(after, tag)).map((use) => ({ ...use, change: -1 as const }));
  const changed = after
    .filter(({ tag, spelling }) => find(before, tag)?.spelling !== spelling)
    .map((use) => ({ ...use, change: find(before, use.tag) ? (0 as const) : (1 as const) }));
  return [...changed, ...removed].sort((one, other) => (one.tag < other.tag ? -1 : 1));
}

/** A post's tags as one text, to be held against what they should be. */
export function describeTags(uses: HashtagUse[]): string {
  const described = uses.map(({ tag, spelling }) => (tag === spelling ? tag : `${spelling} (${tag})`));
  return described.sort().join(' ');
}

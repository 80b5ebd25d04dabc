import { type Author, isForEveryone } from './visibility-rule.js';

/** The longest tag that is counted, in UTF-16 code units. */
const MAX_TAG_LENGTH = 100;

/**
 * The tags that a post adds to the counts. One for followers alone adds none, for its tags would tell of it; neither does one
 * of a hidden account. The posts of an account that is gone count until they are deleted, each by an event of its own.
 */
export function countedTags(post: { hashtags: string[]; isPrivate: boolean }, author: Author): string[] {
  if (!isForEveryone({ ...post, author })) return [];
  return [...new Set(post.hashtags)].filter((tag) => tag.length > 0 && tag.length <= MAX_TAG_LENGTH);
}

/** What a change of a post's tags does to the counts, in the order of the tags so that two changes lock them alike. */
export function tagChanges(before: string[], after: string[]): { tag: string; change: 1 | -1 }[] {
  const added = after.filter((tag) => !before.includes(tag)).map((tag) => ({ tag, change: 1 as const }));
  const removed = before.filter((tag) => !after.includes(tag)).map((tag) => ({ tag, change: -1 as const }));
  return [...added, ...removed].sort((one, other) => (one.tag < other.tag ? -1 : 1));
}

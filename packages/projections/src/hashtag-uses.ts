import { hashtagKeys } from '@townsquare/text';

/** The keys of the tags that a post adds to the counts. One for followers alone adds none, for its tags would tell of it. */
export function countedTags({ hashtags }: { hashtags: string[] }, forFollowers: boolean): string[] {
  return forFollowers ? [] : hashtagKeys(hashtags);
}

/** What a change of a post's tags does to the counts, in the order of the tags so that two changes lock them alike. */
export function tagChanges(before: string[], after: string[]): { tag: string; change: 1 | -1 }[] {
  const added = after.filter((tag) => !before.includes(tag)).map((tag) => ({ tag, change: 1 as const }));
  const removed = before.filter((tag) => !after.includes(tag)).map((tag) => ({ tag, change: -1 as const }));
  return [...added, ...removed].sort((one, other) => (one.tag < other.tag ? -1 : 1));
}

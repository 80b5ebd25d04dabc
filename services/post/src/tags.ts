import type { Mention } from '@townsquare/contracts';
import { extractHashtags } from '@townsquare/text';
import type { Context } from './context.js';
import { extractUsernames } from './domain/mentions.js';

/**
 * What a text of the author's refers to. A name that nobody has is no mention, nor is that of somebody banned, or
 * blocked either way.
 */
export async function readTags(
  { people, blocks }: Context,
  authorId: string,
  content: string,
): Promise<{ hashtags: string[]; mentions: Mention[] }> {
  const named = [...(await people.findByUsernames(extractUsernames(content))).values()];
  const blocked = await blocks.between(
    authorId,
    named.map(({ userId }) => userId),
  );
  const mentions = named
    .filter(({ userId, status }) => status !== 'banned' && !blocked.has(userId))
    .map(({ userId, username }) => ({ userId, username }));
  return { hashtags: extractHashtags(content), mentions };
}

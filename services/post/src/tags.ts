import type { Mention } from '@townsquare/contracts';
import { findMentioned } from '@townsquare/projections';
import { extractHashtags, extractUsernames } from '@townsquare/text';
import type { Context } from './context.js';

/** What a text of the author's refers to. `before` is whom it mentioned until it was edited. */
export async function readTags(
  context: Pick<Context, 'people' | 'blocks'>,
  authorId: string,
  content: string,
  before?: Mention[],
): Promise<{ hashtags: string[]; mentions: Mention[] }> {
  const mentions = await findMentioned(context, authorId, extractUsernames(content), before);
  return { hashtags: extractHashtags(content), mentions };
}

import { z } from 'zod';

/** The environment variables of feed alone. */
export const FeedConfig = z.object({
  /** How many entries of a home timeline are kept; older ones are trimmed. */
  TIMELINE_LIMIT: z.coerce.number().int().min(200).default(5_000),
});
export type FeedConfig = z.infer<typeof FeedConfig>;

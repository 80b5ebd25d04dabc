import { z } from 'zod';

/** What this service alone reads from its environment. */
export const UserConfig = z.object({
  /** Followers up to which a post is pushed to each; the posts of an author with more are pulled when feeds are read. */
  FANOUT_PUSH_LIMIT: z.coerce.number().int().min(0).default(10_000),
});
export type UserConfig = z.infer<typeof UserConfig>;

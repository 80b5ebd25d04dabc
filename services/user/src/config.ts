import { z } from 'zod';

/** What this service alone reads from its environment. */
export const UserConfig = z.object({
  /** Followers up to which a post is pushed to each; the posts of an author with more are pulled when feeds are read. */
  FANOUT_PUSH_LIMIT: z.string().regex(/^\d+$/, 'must be a number').default('10000').transform(Number),
});
export type UserConfig = z.infer<typeof UserConfig>;

import { z } from 'zod';

/** The environment variables of this service alone. */
export const UserConfig = z.object({
  /** The most followers to whom a post is pushed. The posts of an author with more are pulled when feeds are read. */
  FANOUT_PUSH_LIMIT: z.string().regex(/^\d+$/, 'must be a number').default('10000').transform(Number),
});
export type UserConfig = z.infer<typeof UserConfig>;

import { z } from 'zod';

/** The environment variables of search alone. */
export const SearchConfig = z.object({
  /** `http://user:password@host:port`; the user and password are optional. */
  ELASTICSEARCH_URL: z.url(),
});

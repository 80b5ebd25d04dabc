import { readConfig } from '@townsquare/kit';
import { z } from 'zod';

const SearchConfig = z.object({
  /** `http://user:password@host:port`; the user and password may be left out. */
  ELASTICSEARCH_URL: z.url(),
});

export const readSearchConfig = () => readConfig(SearchConfig);

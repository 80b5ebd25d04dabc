import type { Database } from '@townsquare/kit';
import type { Blocks, Mutes, People } from '@townsquare/projections';

/** What the routes and subscriptions work with. */
export interface Context {
  database: Database;
  people: People;
  blocks: Blocks;
  mutes: Mutes;
}

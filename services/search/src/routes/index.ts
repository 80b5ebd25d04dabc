import type { Route } from '@townsquare/kit';
import type { Context } from '../context.js';
import { beginRebuild } from './begin-rebuild.js';
import { getRebuild } from './get-rebuild.js';
import { search } from './search.js';
import { suggest } from './suggest.js';

export function createRoutes(context: Context): Route[] {
  return [search(context), suggest(context), beginRebuild(context), getRebuild(context)];
}

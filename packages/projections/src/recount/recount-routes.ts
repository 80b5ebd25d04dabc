import { ExportCursor } from '@townsquare/contracts';
import { defineRoute, notFound, type Route } from '@townsquare/kit';
import { z } from 'zod';
import { Difference, isSame, type RecountPart, RecountRange } from './recount.js';

const PATH = '/internal/recount';
const OPERATOR = { services: ['operator'] };

/** A request body has a limit; more differences come with another request. */
const MAX_REPAIRS = 200;

/** The routes by which an operator compares what a service derives with the owners' rows, and repairs it. */
export function recountRoutes(parts: RecountPart[]): Route[] {
  return [listParts(parts), checkPart(parts)];
}

/** Lists the parts in order of dependency: the first ones are what the others are derived from. */
function listParts(parts: RecountPart[]): Route {
  return defineRoute({
    method: 'get',
    path: PATH,
    summary: 'List the parts that can be recounted',
    tag: 'internal',
    access: OPERATOR,
    answer: z.object({ parts: z.array(z.string()) }),
    handle: async () => ({ parts: parts.map(({ name }) => name) }),
  });
}

function checkPart(parts: RecountPart[]): Route {
  return defineRoute({
    method: 'post',
    path: `${PATH}/{part}`,
    summary: 'Recount one page, and repair the named differences that still exist',
    tag: 'internal',
    access: OPERATOR,
    params: z.object({ part: z.string() }),
    body: RecountRange.extend({ repair: z.array(Difference).max(MAX_REPAIRS).default([]) }),
    answer: z.object({ checked: z.int(), differences: z.array(Difference), next: ExportCursor.nullable() }),
    errors: ['not_found'],
    async handle({ params, body: { repair, ...range } }) {
      const part = parts.find(({ name }) => name === params.part);
      if (!part) throw notFound('part');
      const { checked, found, next } = await part.check(range);
      for (const difference of found) {
        if (repair.some((named) => isSame(named, difference))) await difference.repair();
      }
      return { checked, differences: found.map(({ repair: _repair, ...difference }) => difference), next };
    },
  });
}

import {
  type Page,
  PERSONAL_DATA,
  PERSONAL_DATA_PATH,
  type PersonalDataItem,
  type PersonalDataKind,
  type PersonalDataOwner,
  PersonalDataPage,
  PersonalDataQuery,
} from '@townsquare/contracts';
import { z } from 'zod';
import { decodeCursor, type Position, toPage } from '../database/keyset.js';
import { defineRoute, type Route } from './route.js';

/** Which page of a list to read. */
export interface PageRequest {
  limit: number;
  cursor?: string | undefined;
}

/** Reads a page of one kind of a user's personal data. */
export type ReadPersonalData = (userId: string, request: PageRequest) => Promise<Page<object>>;

/** A kind with many items, read page by page. */
export function personalList<Row extends Position>(
  list: string,
  read: (userId: string, after: Position | undefined, limit: number) => Promise<Row[]>,
  view: (row: Row) => object,
): ReadPersonalData {
  return async (userId, { limit, cursor }) => {
    const rows = await read(userId, decodeCursor(list, cursor), limit + 1);
    return toPage(list, rows, limit, (row) => row, view);
  };
}

/** A kind with a few items at most. */
export function personalFew(read: (userId: string) => Promise<object[]>): ReadPersonalData {
  return async (userId) => ({ items: await read(userId), nextCursor: null });
}

/** The route by which these services read a user's personal data here, for the download of all their data. */
export function personalDataRoute<Owner extends PersonalDataOwner>(
  owner: Owner,
  services: string[],
  kinds: Record<PersonalDataKind<Owner>, ReadPersonalData>,
): Route {
  const names: readonly PersonalDataKind<Owner>[] = PERSONAL_DATA[owner];
  return defineRoute({
    method: 'get',
    path: PERSONAL_DATA_PATH,
    summary: 'Read the personal data of a user, page by page',
    tag: 'internal',
    access: { services },
    params: z.object({ kind: z.enum(names) }),
    query: PersonalDataQuery,
    answer: PersonalDataPage,
    errors: ['invalid_cursor'],
    handle: async ({ params: { kind }, query: { userId, ...request } }) =>
      (await kinds[kind](userId, request)) as Page<PersonalDataItem>,
  });
}

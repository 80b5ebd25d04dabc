import type { PersonView } from '@townsquare/contracts';
import { mayMeet, toView } from '@townsquare/projections';
import type { Context } from '../context.js';
import type { SortValues } from '../domain/cursor.js';
import { hyphenated, type UserDocument } from '../domain/documents.js';
import { highlight } from '../domain/highlight.js';
import { peopleBegunQuery, peopleQuery } from '../domain/queries.js';
import { typedName } from '../domain/search-text.js';
import type { Hit } from '../indices/search-engine.js';
import type { FoundPerson } from '../views/found-item.js';
import { BEST_FIRST, type Found, marked, markedIn, NOTHING, type PageOf, readPage } from './search-page.js';

/** Finds users by name, misspelt or not, without blocked, banned and deleted ones. */
export async function findPeople(context: Context, search: PageOf): Promise<Found<FoundPerson>> {
  const { engine, blocks } = context;
  if (typedName(search.text) === '') return NOTHING;
  const query = peopleQuery(search.text, await blocks.allOf(search.readerId));
  const read = (size: number, after?: SortValues) =>
    engine.search<UserDocument>('users', {
      query,
      size,
      after,
      sort: BEST_FIRST.users,
      _source: ['userId'],
      highlight: marked('usernameWords', 'fullName'),
    });
  return readPage(search, read, async (hits) => {
    const shown = await visiblePeople(
      context,
      search.readerId,
      hits.map(({ document }) => document.userId),
    );
    return hits.map(({ document, marked: found }) => {
      const person = shown.get(document.userId);
      return person && present(person, found);
    });
  });
}

/** Finds the best `limit` users whose names begin with what was typed so far. */
export async function suggestPeople(
  context: Context,
  { text, readerId, limit }: Omit<PageOf, 'after'>,
): Promise<PersonView[]> {
  if (typedName(text) === '') return [];
  const query = peopleBegunQuery(text, await context.blocks.allOf(readerId));
  const hits = await context.engine.search<UserDocument>('users', {
    query,
    size: limit * 2,
    sort: BEST_FIRST.users,
    _source: ['userId'],
  });
  const ids = hits.map(({ document }) => document.userId);
  const shown = await visiblePeople(context, readerId, ids);
  return ids.flatMap((id) => shown.get(id) ?? []).slice(0, limit);
}

/** The index may lag behind: search's own rows decide which users are there for the reader. */
async function visiblePeople(
  { people, blocks }: Pick<Context, 'people' | 'blocks'>,
  readerId: string | null,
  ids: string[],
): Promise<Map<string, PersonView>> {
  const [known, blocked] = await Promise.all([people.find(ids), blocks.between(readerId, ids)]);
  const met = [...known.values()].filter((person) =>
    mayMeet(readerId, person.userId, person, { blocked: blocked.has(person.userId) }),
  );
  return new Map(met.map((person) => [person.userId, toView(person)]));
}

function present(person: PersonView, found: Hit<UserDocument>['marked']): FoundPerson {
  return {
    kind: 'person',
    person,
    highlight: {
      username: highlight(person.username, markedIn('usernameWords', found), hyphenated(person.username)),
      fullName: highlight(person.fullName, markedIn('fullName', found)),
    },
  };
}

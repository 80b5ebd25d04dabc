import type { Page, PersonView, ProfileSnapshot } from '@townsquare/contracts';
import { decodeCursor, notFound, type Transaction, toPage } from '@townsquare/kit';
import { mayMeet, toView } from '@townsquare/projections';
import type { Context } from './context.js';
import { UnknownPerson } from './data/graph.js';
import { countFollows, type ListedPerson, type PeopleList, readPeople } from './data/people-lists.js';
import type { Profile } from './data/profile.entity.js';
import { readStanding } from './data/standings.js';
import { isVisible } from './domain/relation.js';
import type { ProfileView, RelationView } from './domain/views.js';

/** Runs a change between two people. The profile of one that has not arrived is made first; throws where there is none. */
export async function changeBetween<Outcome>(
  { database, profiles }: Context,
  actorId: string,
  otherId: string,
  change: (tx: Transaction, actorId: string, otherId: string) => Promise<Outcome>,
): Promise<Outcome> {
  const attempt = () => database.transaction((tx) => change(tx, actorId, otherId));
  try {
    return await attempt();
  } catch (error) {
    if (!(error instanceof UnknownPerson)) throw error;
    await profiles.ensure([actorId, otherId]);
    return attempt().catch((again) => {
      throw again instanceof UnknownPerson ? notFound('person') : again;
    });
  }
}

/** The person's profile as the viewer sees it; throws `not_found` where there is none, or the viewer may not meet the person. */
export async function viewProfile(context: Context, viewerId: string | null, userId: string): Promise<ProfileView> {
  const [snapshot, relation] = await Promise.all([
    context.profiles.snapshot(userId),
    relationTo(context, viewerId, userId),
  ]);
  if (!snapshot || !isThere(viewerId, snapshot)) throw notFound('person');
  return withCounts(context, snapshot, relation);
}

/** Adds what changes too often to be kept with a profile. */
export async function withCounts(
  { database }: Context,
  snapshot: ProfileSnapshot,
  relation: RelationView | null,
): Promise<ProfileView> {
  const { bio, status, isPrivate, createdAt } = snapshot;
  return {
    ...toView(snapshot),
    bio,
    status,
    isPrivate,
    createdAt,
    ...(await countFollows(database.manager, snapshot.userId)),
    relation,
  };
}

/** Whether the viewer may meet the person, if no block parts them: `relationTo` knows of blocks. */
const isThere = (viewerId: string | null, person: Pick<Profile, 'userId' | 'status' | 'isPrivate'>) =>
  mayMeet(viewerId, person.userId, person, { blocked: false });

/** How the viewer stands to the person; throws `not_found` when the two do not exist for each other. */
export async function relationTo(
  { database }: Context,
  viewerId: string | null,
  userId: string,
): Promise<RelationView | null> {
  if (viewerId === null || viewerId === userId) return null;
  const standing = await readStanding(database.manager, viewerId, userId);
  if (!standing) return { following: false, requested: false, followedBy: false, muting: false };
  if (!isVisible(standing)) throw notFound('person');
  const { following, requested, followedBy, muting } = standing;
  return { following, requested, followedBy, muting };
}

interface ListRequest {
  list: PeopleList;
  ownerId: string;
  /** Those whom a block parts from the viewer are left out; with null, no block counts. */
  viewerId: string | null;
  query: { limit: number; cursor?: string | undefined };
}

/** One page of a list of people, the latest first. `view` gets each with the moment since when they are in it. */
export async function pageOfPeople<Item>(
  { database }: Context,
  { list, ownerId, viewerId, query }: ListRequest,
  view: (person: PersonView, since: string) => Item,
): Promise<Page<Item>> {
  const name = `${list}:${ownerId}`;
  const after = decodeCursor(name, query.cursor);
  const rows = await readPeople(database.manager, list, ownerId, viewerId, after, query.limit + 1);
  const position = (row: ListedPerson) => ({ createdAt: row.listedAt, id: row.userId });
  return toPage(name, rows, query.limit, position, (row) => view(toView(row), row.listedAt.toISOString()));
}

/**
 * Throws `not_found` unless the viewer may see whom the person follows, and who follows them. Those of a private account are
 * for its followers.
 */
export async function requireVisibleFollows(context: Context, viewerId: string | null, userId: string): Promise<void> {
  // Not from the cache, which may show an account as public that has just turned private.
  const [profile, relation] = await Promise.all([
    context.profiles.findOne(userId),
    relationTo(context, viewerId, userId),
  ]);
  if (!profile || !isThere(viewerId, profile)) throw notFound('person');
  if (profile.isPrivate && viewerId !== userId && !relation?.following) throw notFound('list');
}

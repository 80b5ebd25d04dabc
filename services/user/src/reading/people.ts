import type { Page, PersonView, ProfileSnapshot } from '@townsquare/contracts';
import { decodeCursor, notFound, toPage } from '@townsquare/kit';
import { mayMeet, toView } from '@townsquare/projections';
import type { Context } from '../context.js';
import type { Profile } from '../data/entities.js';
import { countFollows, type ListedPerson, type PeopleList, readPeople, readStanding } from '../data/relations.js';
import { isVisible } from '../domain/relation.js';
import type { ProfileView, RelationView } from '../views/profiles.js';

/** The person's profile as the viewer sees it. Throws `not_found` when it does not exist or is hidden from the viewer. */
export async function viewProfile(context: Context, viewerId: string | null, userId: string): Promise<ProfileView> {
  const [snapshot, relation] = await Promise.all([
    context.profiles.snapshot(userId),
    relationTo(context, viewerId, userId),
  ]);
  if (!snapshot || !isThere(viewerId, snapshot)) throw notFound('person');
  return withCounts(context, snapshot, relation);
}

/** Adds to a profile what changes too often to be cached with it. */
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

/** Whether the person is visible to the viewer, apart from blocks, which `relationTo` checks. */
const isThere = (viewerId: string | null, person: Pick<Profile, 'userId' | 'status' | 'isPrivate'>) =>
  mayMeet(viewerId, person.userId, person, { blocked: false });

/** The viewer's relation to the person; throws `not_found` when they are hidden from each other. */
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
  /** People with a block between them and the viewer are left out. With null, no block counts. */
  viewerId: string | null;
  query: { limit: number; cursor?: string | undefined };
}

/** One page of a list of people, the latest first. `view` gets each person and the time since when they are in the list. */
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
 * Throws `not_found` unless the viewer may see whom the person follows, and who follows them. Only its followers see the
 * lists of a private account.
 */
export async function requireVisibleFollows(context: Context, viewerId: string | null, userId: string): Promise<void> {
  // Not from the cache, which may still show an account as public that has just turned private.
  const [profile, relation] = await Promise.all([
    context.profiles.findOne(userId),
    relationTo(context, viewerId, userId),
  ]);
  if (!profile || !isThere(viewerId, profile)) throw notFound('person');
  if (profile.isPrivate && viewerId !== userId && !relation?.following) throw notFound('list');
}

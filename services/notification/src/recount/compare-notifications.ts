import { type Found, NOTHING } from '@townsquare/projections';
import type { Context } from '../context.js';
import { type Present, readFacts, removePresent } from '../data/recount.js';
import { type Candidate, dueness, type Facts } from '../domain/dueness.js';
import type { Cause } from '../domain/kinds.js';
import { askForNotify, notify } from '../use-cases/notify.js';

const THERE = 'there';

/** What all candidates and notifications that are compared at once are about. */
export function factsAbout(context: Context, candidates: Candidate[], present: Present[]): Promise<Facts> {
  const people = [
    ...candidates.flatMap(({ recipientId, draft }) => [recipientId, draft.actorId]),
    ...present.flatMap(({ userId, actorId }) => [userId, actorId]),
  ];
  const postIds = candidates.flatMap(({ draft }) => draft.postId ?? []);
  return readFacts(context.database.manager, [...new Set(people)], [...new Set(postIds)]);
}

/** The differences between the existing notifications and those that must or may exist. */
export function compareNotifications(
  context: Context,
  candidates: Candidate[],
  present: Present[],
  facts: Facts,
): Found[] {
  const there = new Set(present.map((row) => nameOf(row.userId, row)));
  const rightful = new Set<string>();
  const missing: Found[] = [];
  for (const candidate of candidates) {
    const name = nameOf(candidate.recipientId, candidate.draft);
    const due = dueness(candidate, facts);
    if (due !== 'forbidden') rightful.add(name);
    if (due === 'required' && !there.has(name)) {
      missing.push({ ...difference(name), is: NOTHING, should: THERE, repair: () => add(context, candidate) });
    }
  }
  const surplus = present
    .filter((row) => !rightful.has(nameOf(row.userId, row)))
    .map((row) => ({
      ...difference(nameOf(row.userId, row)),
      is: THERE,
      should: NOTHING,
      repair: () => remove(context, row),
    }));
  return [...missing, ...surplus];
}

function nameOf(userId: string, { kind, actorId, targetType, targetId }: Cause): string {
  return `${userId}: ${kind} by ${actorId}, ${targetType} ${targetId}`;
}

const difference = (id: string) => ({ what: 'notification', id });

async function add(context: Context, { draft, recipientId }: Candidate): Promise<void> {
  const asked = await askForNotify(context, draft, [recipientId]);
  await context.database.transaction(async (tx) => {
    await notify(context, tx, draft, [recipientId], asked);
  });
  context.live.publish({ counted: [recipientId] });
}

async function remove(context: Context, row: Present): Promise<void> {
  await removePresent(context.database.manager, row);
  context.live.publish({ counted: [row.userId] });
}

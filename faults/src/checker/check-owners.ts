import type { Facts, Thing } from './facts.js';
import { pairKey } from './facts.js';
import type { Finding, Place } from './finding.js';
import type { Allowed } from './register.js';
import type { TownSeen } from './seen.js';

/** Holds what the owners have against what was sent and answered. */
export function checkOwners(facts: Facts, seen: TownSeen): Finding[] {
  return [
    ...checkPeople(facts, seen),
    ...checkPosts(facts, seen),
    ...checkComments(facts, seen),
    ...checkFollows(facts, seen),
    ...checkReactions(facts, seen),
  ];
}

function checkPeople({ people }: Facts, seen: TownSeen): Finding[] {
  return [...people]
    .filter(([username, { made }]) => made.outcome === 'done' && !seen.people.has(username))
    .map(([username]) => ({ section: `person ${username}`, view: 'owner', kind: 'lost', what: 'the account' }));
}

interface Found {
  id: string;
  content: string;
  isPrivate: boolean;
}

function checkPosts({ posts }: Facts, seen: TownSeen): Finding[] {
  return [...seen.people.values()].flatMap((person) =>
    checkThings(
      { section: `person ${person.username}`, view: 'owner' },
      'post',
      posts.filter(({ author }) => author === person.username),
      person.posts,
    ),
  );
}

/** Of a post that is gone the comments are gone: they are nowhere to be looked for. */
function checkComments({ comments }: Facts, seen: TownSeen): Finding[] {
  return [...seen.threads].flatMap(([postId, thread]) =>
    checkThings(
      { section: `post ${postId}`, view: 'owner' },
      'comment',
      comments.filter((comment) => comment.postId === postId),
      thread.comments.map((comment) => ({ ...comment, isPrivate: false })),
    ),
  );
}

/** Each thing that is there was made by one write, and each write made one thing. */
function checkThings(place: Place, what: string, things: Thing[], there: readonly Found[]): Finding[] {
  const findings: Finding[] = [];
  const byId = new Map(things.filter(({ id }) => id !== undefined).map((thing) => [thing.id, thing]));
  const byText = new Map(things.map((thing) => [thing.firstContent, thing]));
  const found = new Set<Thing>();
  for (const { id, content, isPrivate } of there) {
    const thing = byId.get(id) ?? byText.get(content);
    const name = `${what} ${id}`;
    if (!thing) findings.push({ ...place, kind: 'left over', what: `${name}, which nobody wrote` });
    else if (found.has(thing))
      findings.push({ ...place, kind: 'doubled', what: `${name}, of write ${thing.made.write}` });
    else if (!thing.contents.has(content)) findings.push({ ...place, kind: 'wrong', what: `the text of ${name}` });
    else if (thing.isPrivate !== isPrivate) findings.push({ ...place, kind: 'wrong', what: `who may see ${name}` });
    if (thing) found.add(thing);
  }
  for (const thing of things) {
    if (found.has(thing) || thing.contents.has(null)) continue;
    findings.push({ ...place, kind: 'lost', what: `${what} ${thing.id ?? '?'}, of write ${thing.made.write}` });
  }
  return findings;
}

function checkFollows({ follows }: Facts, seen: TownSeen): Finding[] {
  return [...seen.people.values()].flatMap(({ username, userId, following }) => {
    const place: Place = { section: `person ${username}`, view: 'owner' };
    const others = [...seen.people.values()].map((other) => other.userId).filter((id) => id !== userId);
    return others.flatMap((id) => {
      const allowed = follows.get(pairKey(username, id))?.allowed ?? NOTHING;
      return checkValue(place, `follow of ${id}`, allowed, following.includes(id) ? 'yes' : null);
    });
  });
}

const NOTHING: Allowed = new Set([null]);

function checkReactions({ reactions }: Facts, seen: TownSeen): Finding[] {
  const people = [...seen.people.values()];
  return [...seen.threads].flatMap(([postId, thread]) =>
    [...thread.reactions].flatMap(([target, there]) =>
      people.flatMap(({ username, userId }) => {
        const allowed = reactions.get(pairKey(username, target)) ?? NOTHING;
        const types = there.filter((reaction) => reaction.userId === userId).map(({ type }) => type);
        const place: Place = { section: `post ${postId}`, view: 'owner' };
        const name = `reaction of ${username} at ${target}`;
        if (types.length > 1) return [{ ...place, kind: 'doubled' as const, what: name }];
        return checkValue(place, name, allowed, types[0] ?? null);
      }),
    ),
  );
}

function checkValue(place: Place, name: string, allowed: Allowed, value: string | null): Finding[] {
  if (allowed.has(value)) return [];
  if (value === null) return [{ ...place, kind: 'lost', what: name }];
  return [
    { ...place, kind: allowed.has(null) && allowed.size === 1 ? 'left over' : 'wrong', what: `${name}: ${value}` },
  ];
}

import { REACTION_VERBS } from '@townsquare/contracts';
import { type Announcements, announcementsOf } from './announcements.js';
import type { Facts } from './facts.js';
import { compare, compareCounts, type Finding } from './finding.js';
import type { Owned } from './owned.js';
import { about } from './seen.js';

type Told = Map<string, Map<string, string>>;

/** The API counts unread notifications exactly up to this number, and returns it for any larger one. */
const MOST_COUNTED = 1_000;

/** Each account has one notification of each thing that concerns it, and none of what is not so or no longer so. */
export function checkNotifications(facts: Facts, owned: Owned): Finding[] {
  const told = currentNews(facts, owned);
  const announcements = announcementsOf(facts, owned);
  return owned.people.flatMap((person) => {
    const place = { section: `person ${person.username}`, view: 'notifications' } as const;
    const there = person.notifications.map(
      ({ kind, actorId, target, message }) => [cause(kind, actorId, target), message] as const,
    );
    const expected = new Map(told.get(person.userId));
    expectAnnouncements(expected, new Set(there.map(([key]) => key)), announcements.get(person.userId) ?? []);
    const unread = compareCounts(
      place,
      { unread: Math.min(person.notifications.length, MOST_COUNTED) },
      { unread: person.unread },
    );
    return [...compare(place, expected, there), ...unread];
  });
}

const cause = (kind: string, actorId: string, target: string) => `${kind} by ${actorId} of ${target}`;

const VERBS: Record<string, string> = REACTION_VERBS;

/** The notifications that follow from the rows that exist now, whatever existed before. */
function currentNews(facts: Facts, owned: Owned): Told {
  const told: Told = new Map(owned.people.map(({ userId }) => [userId, new Map()]));
  const tell = (to: string | undefined, kind: string, actorId: string, target: string, says: string) => {
    if (to === undefined || to === actorId) return;
    told.get(to)?.set(cause(kind, actorId, target), `${owned.person(actorId)?.fullName} ${says}`);
  };
  for (const { userId, following } of owned.people) {
    for (const other of following) tell(other, 'follow', userId, about('user', userId), 'started following you');
  }
  for (const post of owned.posts.values()) {
    const target = about('post', post.id);
    for (const mentioned of post.mentions) tell(mentioned, 'mention', post.authorId, target, 'mentioned you in a post');
    for (const { userId, type } of owned.reactionsTo(post)) {
      tell(post.authorId, 'reaction', userId, target, `${VERBS[type]} your post`);
    }
  }
  tellOfComments(tell, facts, owned);
  return told;
}

/** The author of the parent comment is notified of a reply, and the author of the post of a comment; nobody of both. */
function tellOfComments(
  tell: (to: string | undefined, kind: string, actorId: string, target: string, says: string) => void,
  facts: Facts,
  owned: Owned,
): void {
  // From the history: the API shows a deleted parent comment without its author.
  const authors = new Map(facts.comments.map(({ id, author }) => [id, owned.named(author)?.userId]));
  for (const comment of owned.comments.values()) {
    const { authorId, parentId } = comment;
    const target = about('comment', comment.id);
    const postAuthor = owned.posts.get(comment.postId)?.authorId;
    const answered = parentId === null ? undefined : authors.get(parentId);
    tell(answered, 'reply', authorId, target, 'replied to your comment');
    if (postAuthor !== answered) tell(postAuthor, 'comment', authorId, target, 'commented on your post');
    for (const { userId, type } of owned.reactionsToComment(comment)) {
      tell(authorId, 'reaction', userId, target, `${VERBS[type]} your comment`);
    }
  }
}

/** Adds the announcements that must be there, and those that may be there and are. */
function expectAnnouncements(expected: Map<string, string>, there: Set<string>, announcements: Announcements): void {
  for (const { postId, author, certain } of announcements) {
    const key = cause('post', author.userId, about('post', postId));
    if (certain || there.has(key)) expected.set(key, `${author.fullName} posted`);
  }
}

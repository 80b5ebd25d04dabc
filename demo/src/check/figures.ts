import { type Expectations, NOTIFICATION_KINDS } from './expectations.js';
import type { Made } from './made.js';
import type { OwnerRows } from './owner-rows.js';
import type { SearchDocuments } from './search-documents.js';

/** One line of the final table. */
export interface Figure {
  service: string;
  what: string;
  expected: number;
  there: number;
}

/** Asks every service's rows, and the search index, what is there. */
export async function readFigures(
  expected: Expectations,
  made: Made,
  rows: OwnerRows,
  documents: SearchDocuments,
): Promise<Figure[]> {
  const [content, timelines, notifications, counters, search] = await Promise.all([
    contentFigures(expected, made, rows),
    rows.timelineEntries(made),
    rows.notifications(made),
    counterFigures(made, rows),
    searchFigures(expected, made, rows, documents),
  ]);
  return [
    ...content,
    figure('feed', 'timeline entries', expected.timelineEntries, timelines),
    ...NOTIFICATION_KINDS.map((kind) =>
      figure('notification', `of kind ${kind}`, expected.notifications[kind], notifications[kind] ?? 0),
    ),
    ...search,
    ...counters,
  ];
}

async function contentFigures(expected: Expectations, made: Made, rows: OwnerRows): Promise<Figure[]> {
  const [accounts, profiles, follows, posts, comments, reactions] = await Promise.all([
    rows.accounts(made),
    rows.profiles(made),
    rows.follows(made),
    rows.posts(made),
    rows.comments(made),
    rows.reactions(made),
  ]);
  return [
    figure('auth', 'accounts', expected.accounts, accounts),
    figure('user', 'profiles', expected.accounts, profiles),
    figure('user', 'follows', expected.follows, follows),
    figure('post', 'posts', expected.posts, posts.posts),
    figure('post', 'images', expected.images, posts.images),
    figure('post', 'hashtags in posts', expected.hashtagUses, posts.hashtags),
    figure('post', 'mentions in posts', expected.mentions, posts.mentions),
    figure('comment', 'comments', expected.comments, comments),
    figure('reaction', 'reactions', expected.reactions, reactions),
  ];
}

async function searchFigures(
  expected: Expectations,
  made: Made,
  rows: OwnerRows,
  documents: SearchDocuments,
): Promise<Figure[]> {
  const [people, posts, uses, ownerUses] = await Promise.all([
    documents.people(made),
    documents.posts(made),
    documents.hashtagUses(made),
    rows.publicHashtagUses(made),
  ]);
  return [
    figure('search', 'people in the index', expected.accounts, people),
    figure('search', 'posts in the index', expected.posts, posts),
    figure('search', 'posts counted by hashtag', ownerUses, uses),
  ];
}

/** The counters are held against the rows of those who own what is counted. */
async function counterFigures(made: Made, rows: OwnerRows): Promise<Figure[]> {
  const [owned, counted] = await Promise.all([rows.ownTotals(made), rows.counters(made)]);
  return [
    figure('engagement', 'posts counted', owned.posts, counted.posts),
    figure('engagement', 'followers counted', owned.followers, counted.followers),
    figure('engagement', 'following counted', owned.following, counted.following),
    figure('engagement', 'comments counted', owned.comments, counted.comments),
    figure('engagement', 'reactions counted', owned.reactions, counted.reactions),
  ];
}

function figure(service: string, what: string, expected: number, there: number): Figure {
  return { service, what, expected, there };
}

import type { Json } from './person.js';
import type { Piece, Reader } from './visibility-scene.js';
import { PROMISED, type Seers } from './visibility-table.js';

/** A place where something of a post can be seen. */
export interface Endpoint {
  name: string;
  /** The route that it is, as the API's document names it; undefined for the live socket. */
  route: string | undefined;
  promised: Seers;
  /** Whether the reader is shown the piece, or what this endpoint shows of it. */
  shows(reader: Reader, piece: Piece): Promise<boolean>;
}

/** The response of a path; undefined if it is not found or needs a signed-in reader. */
async function read({ person }: Reader, path: string): Promise<Json> {
  const { status, body } = await person.get(path);
  if (status === 200) return body;
  if (status === 404 || status === 401) return undefined;
  throw new Error(`${path}: ${status} ${JSON.stringify(body)}`);
}

/** The first items of a list, of which no scene has more than a page. */
const items = async (reader: Reader, path: string): Promise<Json[]> => (await read(reader, path))?.items ?? [];

/** Whether one of the first 500 items of a list is meant: other tests may write posts at the same time. */
async function anyOfPages(reader: Reader, path: string, isMeant: (item: Json) => boolean): Promise<boolean> {
  let cursor = '';
  for (let pages = 0; pages < 5; pages++) {
    const body = await read(reader, `${path}${cursor}`);
    if (body?.items.some(isMeant)) return true;
    if (!body?.nextCursor) return false;
    cursor = `&cursor=${body.nextCursor}`;
  }
  return false;
}

const isOf =
  ({ postId }: Piece) =>
  (post: Json) =>
    post.id === postId;
const isBy =
  ({ author }: Piece) =>
  ({ person }: Json) =>
    person.userId === author.person.userId;
/** The notifications about a piece: the kind, and what it is about. */
const NEWS = [
  { what: 'a post', kind: 'post', about: 'post' },
  { what: 'a mention in a post', kind: 'mention', about: 'post' },
  { what: 'a mention in a comment', kind: 'mention', about: 'comment' },
] as const;
const tells =
  ({ kind, about }: (typeof NEWS)[number], { postId }: Piece) =>
  (notification: Json) =>
    notification.kind === kind && notification.target.type === about && notification.postId === postId;
const hasTag =
  ({ tag }: Piece) =>
  (found: Json) =>
    found.tag === tag;

const isPresent = (body: Json) => body !== undefined;

/** A endpoint by the name of its route, where it is the only one of that route. */
const endpoint = (route: string, promised: Seers, shows: Endpoint['shows']): Endpoint => ({
  name: route,
  route,
  promised,
  shows,
});
/** A route that returns the piece or is not found. */
const single = (route: string, pathOf: (piece: Piece) => string): Endpoint =>
  endpoint(route, PROMISED.look, async (reader, piece) => (await read(reader, pathOf(piece))) !== undefined);

const { look, found, timeline, announcement, mention, person, trend, hashtag } = PROMISED;
const SEARCH = 'GET /api/v1/search';
const SUGGEST = 'GET /api/v1/search/suggest';
const NOTIFICATIONS = 'GET /api/v1/notifications';

export const ENDPOINTS: Endpoint[] = [
  endpoint('GET /api/v1/profiles/{userId}', person, async (reader, { author }) =>
    isPresent(await read(reader, `/profiles/${author.person.userId}`)),
  ),
  endpoint('GET /api/v1/profiles/by-username/{username}', person, async (reader, { author }) =>
    isPresent(await read(reader, `/profiles/by-username/${author.person.username}`)),
  ),
  single('GET /api/v1/posts/{postId}', ({ postId }) => `/posts/${postId}`),
  endpoint('GET /api/v1/users/{userId}/posts', look, async (reader, piece) =>
    (await items(reader, `/users/${piece.author.person.userId}/posts`)).some(isOf(piece)),
  ),
  endpoint('GET /api/v1/hashtags/{tag}/posts', look, async (reader, piece) =>
    (await items(reader, `/hashtags/${piece.tag}/posts`)).some(isOf(piece)),
  ),
  single('GET /api/v1/media/{mediaId}/{variant}', ({ imagePath }) => imagePath),
  endpoint('GET /api/v1/feed', timeline, async (reader, piece) => (await items(reader, '/feed')).some(isOf(piece))),

  endpoint('GET /api/v1/posts/{postId}/comments', look, async (reader, { postId, commentId }) =>
    (await items(reader, `/posts/${postId}/comments`)).some(({ id }) => id === commentId),
  ),
  single('GET /api/v1/comments/{commentId}', ({ commentId }) => `/comments/${commentId}`),
  endpoint('GET /api/v1/comments/{commentId}/replies', look, async (reader, { commentId, replyId }) =>
    (await items(reader, `/comments/${commentId}/replies`)).some(({ id }) => id === replyId),
  ),

  single('GET /api/v1/posts/{postId}/reactions', ({ postId }) => `/posts/${postId}/reactions`),
  endpoint('GET /api/v1/posts/{postId}/reactions/people', look, async (reader, piece) =>
    (await items(reader, `/posts/${piece.postId}/reactions/people`)).some(isBy(piece)),
  ),
  single('GET /api/v1/comments/{commentId}/reactions', ({ commentId }) => `/comments/${commentId}/reactions`),
  endpoint('GET /api/v1/comments/{commentId}/reactions/people', look, async (reader, piece) =>
    (await items(reader, `/comments/${piece.commentId}/reactions/people`)).some(isBy(piece)),
  ),

  endpoint('GET /api/v1/reactions/posts', look, async (reader, { postId }) =>
    (await items(reader, `/reactions/posts?ids=${postId}`)).some(({ targetId }) => targetId === postId),
  ),
  endpoint('GET /api/v1/reactions/comments', look, async (reader, { commentId }) =>
    (await items(reader, `/reactions/comments?ids=${commentId}`)).some(({ targetId }) => targetId === commentId),
  ),

  single('GET /api/v1/posts/{postId}/metrics', ({ postId }) => `/posts/${postId}/metrics`),
  endpoint('GET /api/v1/metrics/posts', look, async (reader, { postId }) =>
    (await items(reader, `/metrics/posts?ids=${postId}`)).some((counts) => counts.postId === postId),
  ),
  // A private post is seen in the number of all posts, where that is more than the number of the public ones.
  endpoint('GET /api/v1/users/{userId}/metrics', look, async (reader, { author, isPrivate }) => {
    const counted = author.pieces.filter((piece) => isPrivate || !piece.isPrivate);
    return (await read(reader, `/users/${author.person.userId}/metrics`))?.postCount >= counted.length;
  }),
  endpoint('GET /api/v1/timeline/public', trend, (reader, piece) =>
    anyOfPages(reader, '/timeline/public?limit=100', isOf(piece)),
  ),
  endpoint('GET /api/v1/trending/posts', trend, async (reader, piece) =>
    (await items(reader, '/trending/posts?limit=50')).some(({ post }) => post.id === piece.postId),
  ),
  endpoint('GET /api/v1/trending/hashtags', hashtag, async (reader, piece) =>
    (await items(reader, '/trending/hashtags?limit=50')).some(hasTag(piece)),
  ),

  {
    name: `${SEARCH} for posts`,
    route: SEARCH,
    promised: found,
    shows: async (reader, piece) =>
      (await items(reader, `/search?type=posts&q=${piece.word}`)).some(({ post }) => post.id === piece.postId),
  },
  {
    name: `${SEARCH} for people`,
    route: SEARCH,
    promised: person,
    shows: async (reader, piece) =>
      (await items(reader, `/search?type=people&q=${piece.author.person.username}`)).some(isBy(piece)),
  },
  {
    name: `${SEARCH} for hashtags`,
    route: SEARCH,
    promised: hashtag,
    shows: async (reader, piece) =>
      (await items(reader, `/search?type=hashtags&q=${piece.tag}`))
        .filter(({ posts }) => posts > 0)
        .some(hasTag(piece)),
  },
  {
    name: `${SUGGEST} of hashtags`,
    route: SUGGEST,
    promised: hashtag,
    shows: async (reader, piece) =>
      ((await read(reader, `/search/suggest?q=%23${piece.tag}`))?.hashtags ?? []).some(hasTag(piece)),
  },
  {
    name: `${SUGGEST} of people`,
    route: SUGGEST,
    promised: person,
    shows: async (reader, { author }) =>
      ((await read(reader, `/search/suggest?q=${author.person.username}`))?.people ?? []).some(
        ({ userId }: Json) => userId === author.person.userId,
      ),
  },

  ...NEWS.flatMap((news): Endpoint[] => {
    const promised = news.kind === 'post' ? announcement : mention;
    return [
      {
        name: `${NOTIFICATIONS} of ${news.what}`,
        route: NOTIFICATIONS,
        promised,
        shows: async (reader, piece) => (await items(reader, '/notifications?limit=100')).some(tells(news, piece)),
      },
      {
        name: `the live socket, of ${news.what}`,
        route: undefined,
        promised,
        shows: async ({ page }, piece) => page?.notifications.some(tells(news, piece)) ?? false,
      },
    ];
  }),
];

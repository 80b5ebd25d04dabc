import type { Ids } from './belongings.js';
import * as belongings from './belongings.js';
import { type Answer, Person } from './person.js';

export type Role = 'admin' | 'moderator';

/** How somebody tries what they must not be able to do. */
export interface Trial {
  /** Makes what is tried for; answers what stands for the parameters of the path. */
  make(owner: Person, attacker: Person): Promise<Ids>;
  /** What must be the same afterwards, as the owner reads it. */
  read(owner: Person, ids: Ids): Promise<Answer>;
  /** A body that would be good from whoever may. */
  body?: object;
}

/** Who may call a route. */
export type Rule =
  /** Anybody: it says and does the same for all. */
  | { who: 'anyone' }
  /** Whoever is signed in, about themselves alone: there is no way to name another. */
  | { who: 'self'; body?: (caller: Person) => object }
  /** Whoever is signed in, about what they have with somebody or something: what another has stays as it is. */
  | { who: 'eachTheirOwn'; trial: Trial }
  /** Whoever sees the thing; nobody else learns that it is there. The whole matrix of who sees what is tested elsewhere. */
  | { who: 'readers'; trial: Trial }
  /** Its owner; others are refused in this way. */
  | { who: 'owner'; refusal: 403 | 404; trial: Trial }
  | { who: Role[]; trial: Trial }
  /** Other services, through the sidecars. */
  | { who: { services: string[] } };

const PASSWORD = (caller: Person) => ({ password: caller.password });
const CODE = (caller: Person) => ({ ...PASSWORD(caller), code: '000000' });

const anyone: Rule = { who: 'anyone' };
const self = (body?: (caller: Person) => object): Rule => (body ? { who: 'self', body } : { who: 'self' });
const services = (...names: string[]): Rule => ({ who: { services: names } });

const privatePost = (path: string, body?: object): Rule => ({
  who: 'readers',
  trial: {
    make: (owner) => belongings.post(owner, true),
    read: (owner, { postId }) => owner.get(`/posts/${postId}${path}`),
    ...(body ? { body } : {}),
  },
});
const privateComment = (path: string, body?: object): Rule => ({
  who: 'readers',
  trial: {
    make: (owner) => belongings.comment(owner, true),
    read: (owner, { commentId }) => owner.get(`/comments/${commentId}${path}`),
    ...(body ? { body } : {}),
  },
});
const blocker = (body?: object): Rule => ({
  who: 'readers',
  trial: {
    make: belongings.blocker,
    read: (owner) => owner.get('/profiles/me'),
    ...(body ? { body } : {}),
  },
});
const ownedPost = (body?: object): Rule => ({
  who: 'owner',
  refusal: 403,
  trial: {
    make: (owner) => belongings.post(owner),
    read: (owner, { postId }) => owner.get(`/posts/${postId}`),
    ...(body ? { body } : {}),
  },
});
const ownedComment = (body?: object): Rule => ({
  who: 'owner',
  refusal: 403,
  trial: {
    make: (owner) => belongings.comment(owner),
    read: (owner, { commentId }) => owner.get(`/comments/${commentId}`),
    ...(body ? { body } : {}),
  },
});
const relation = (kind: 'follow' | 'block' | 'mute', list: (owner: Person) => string): Rule => ({
  who: 'eachTheirOwn',
  trial: {
    make: async (owner) => belongings.related(owner, await Person.join('neighbour'), kind),
    read: (owner) => owner.get(list(owner)),
  },
});
const follows = (owner: Person) => `/users/${owner.userId}/following`;
const own = (make: (owner: Person) => Promise<Ids>, path: (ids: Ids) => string, body?: object): Rule => ({
  who: 'eachTheirOwn',
  trial: { make, read: (owner, ids) => owner.get(path(ids)), ...(body ? { body } : {}) },
});
/** What is done to an account by somebody with a role. */
const account = (who: Role[], body?: object): Rule => ({
  who,
  trial: {
    make: async (owner) => ({ userId: owner.userId, role: 'moderator' }),
    read: (owner) => owner.get('/auth/me'),
    ...(body ? { body } : {}),
  },
});

/** What moderators do with what was reported, and with appeals. */
const moderation = (body?: object): Rule => ({
  who: ['admin', 'moderator'],
  trial: {
    // A case or an appeal that is there is only found by moderators.
    make: async () => ({ caseId: '1', appealId: '1' }),
    read: (owner) => owner.get('/auth/me'),
    ...(body ? { body } : {}),
  },
});

const REASON = { reason: 'For the test.' };
const READERS_OF_POSTS = ['comment', 'reaction', 'feed', 'notification', 'search', 'engagement'];
const READERS_OF_PEOPLE = ['post', ...READERS_OF_POSTS];

/** Who may call each route of each service. */
export const ACCESS: Record<string, Record<string, Rule>> = {
  auth: {
    'POST /api/v1/auth/register': anyone,
    'POST /api/v1/auth/login': anyone,
    'POST /api/v1/auth/refresh': anyone,
    'POST /api/v1/auth/logout': anyone,
    'POST /api/v1/auth/verify-email': anyone,
    'POST /api/v1/auth/forgot-password': anyone,
    'POST /api/v1/auth/reset-password': anyone,
    'POST /api/v1/auth/confirm-email': anyone,
    'GET /.well-known/jwks.json': anyone,
    // What a browser was sent off with is bound to that browser, which the tests of signing in with a provider try.
    'GET /api/v1/auth/providers': anyone,
    'GET /api/v1/auth/providers/{provider}': anyone,
    'GET /api/v1/auth/providers/{provider}/callback': anyone,
    'POST /api/v1/auth/login/provider': anyone,
    'GET /api/v1/auth/me/identities': self(),
    'POST /api/v1/auth/me/identities': self((caller) => ({
      ...PASSWORD(caller),
      code: 'A'.repeat(43),
      codeVerifier: 'A'.repeat(43),
    })),
    'DELETE /api/v1/auth/me/identities/{provider}': self(PASSWORD),
    'GET /api/v1/auth/me': self(),
    'PATCH /api/v1/auth/me': self(({ username }) => ({ username: `${username.slice(0, 20)}_new` })),
    'DELETE /api/v1/auth/me': self(PASSWORD),
    'PUT /api/v1/auth/me/password': self(({ password }) => ({
      currentPassword: password,
      newPassword: 'another walk by the sea',
    })),
    'PUT /api/v1/auth/me/email': self((caller) => ({
      ...PASSWORD(caller),
      email: `${caller.username}@example.net`,
    })),
    'POST /api/v1/auth/me/verification': self(),
    'POST /api/v1/auth/me/second-factor': self(PASSWORD),
    'POST /api/v1/auth/me/second-factor/confirm': self(() => ({ code: '000000' })),
    'POST /api/v1/auth/me/second-factor/recovery-codes': self(CODE),
    'DELETE /api/v1/auth/me/second-factor': self(CODE),
    'GET /api/v1/auth/sessions': self(),
    'DELETE /api/v1/auth/sessions': self(),
    'DELETE /api/v1/auth/sessions/{sessionId}': {
      who: 'owner',
      refusal: 404,
      trial: { make: belongings.session, read: (owner) => owner.get('/auth/sessions') },
    },
    'GET /api/v1/auth/accounts/{userId}': account(['admin', 'moderator']),
    'PUT /api/v1/auth/accounts/{userId}/roles/{role}': account(['admin']),
    'DELETE /api/v1/auth/accounts/{userId}/roles/{role}': account(['admin']),
    'PUT /api/v1/auth/accounts/{userId}/suspension': account(['admin', 'moderator'], { ...REASON, days: 1 }),
    'PUT /api/v1/auth/accounts/{userId}/ban': account(['admin'], REASON),
    'DELETE /api/v1/auth/accounts/{userId}/sanction': account(['admin', 'moderator'], REASON),
    'GET /api/v1/auth/audit-log': account(['admin']),
    'GET /api/v1/auth/deletions/{userId}': account(['admin']),
    'POST /api/v1/reports': self(({ userId }) => ({ target: { type: 'user', id: userId }, reason: 'spam' })),
    'GET /api/v1/reports/mine': self(),
    'GET /api/v1/reports/{reportId}': {
      who: 'owner',
      refusal: 404,
      trial: { make: belongings.report, read: (owner, { reportId }) => owner.get(`/reports/${reportId}`) },
    },
    'GET /api/v1/moderation/cases': moderation(),
    'GET /api/v1/moderation/cases/{caseId}': moderation(),
    'PUT /api/v1/moderation/cases/{caseId}/claim': moderation(),
    'DELETE /api/v1/moderation/cases/{caseId}/claim': moderation(),
    'PUT /api/v1/moderation/cases/{caseId}/decision': moderation({ ...REASON, outcome: 'dismissed' }),
    'POST /api/v1/appeals': self(() => ({ caseId: '1', text: 'It was a joke.' })),
    'POST /api/v1/appeals/kept-out': anyone,
    'GET /api/v1/appeals/removals': self(),
    'GET /api/v1/moderation/appeals': moderation(),
    'PUT /api/v1/moderation/appeals/{appealId}/decision': moderation({ ...REASON, outcome: 'dismissed' }),
    'GET /internal/users/{userId}': services('user'),
    'GET /internal/ended-sessions': services('gateway', 'user', ...READERS_OF_PEOPLE),
  },
  user: {
    'GET /api/v1/profiles/me': self(),
    'PATCH /api/v1/profiles/me': self(() => ({ bio: 'Changed' })),
    'PUT /api/v1/profiles/me/picture': self(),
    'DELETE /api/v1/profiles/me/picture': self(),
    // Whoever has the address may see the picture, and it cannot be guessed.
    'GET /api/v1/profiles/{userId}/picture/{key}/{variant}': anyone,
    'GET /api/v1/profiles/{userId}': blocker(),
    'GET /api/v1/profiles/by-username/{username}': {
      who: 'readers',
      trial: {
        make: async (owner, attacker) => ({ ...(await belongings.blocker(owner, attacker)), username: owner.username }),
        read: (owner) => owner.get('/profiles/me'),
      },
    },
    'GET /api/v1/users/{userId}/followers': blocker(),
    'GET /api/v1/users/{userId}/following': blocker(),
    'PUT /api/v1/users/{userId}/follow': blocker(),
    'DELETE /api/v1/users/{userId}/follow': relation('follow', follows),
    'PUT /api/v1/users/{userId}/block': relation('block', () => '/blocks'),
    'DELETE /api/v1/users/{userId}/block': relation('block', () => '/blocks'),
    'GET /api/v1/blocks': self(),
    'PUT /api/v1/users/{userId}/mute': relation('mute', () => '/mutes'),
    'DELETE /api/v1/users/{userId}/mute': relation('mute', () => '/mutes'),
    'GET /api/v1/mutes': self(),
    'GET /internal/reportable': services('auth'),
    'GET /internal/profiles': services(...READERS_OF_PEOPLE),
    'GET /internal/follows': services(...READERS_OF_PEOPLE),
    'GET /internal/exports/profiles': services(...READERS_OF_PEOPLE),
    'GET /internal/exports/graph': services(...READERS_OF_PEOPLE),
    'GET /internal/exports/followers': services(...READERS_OF_PEOPLE),
    'GET /internal/follow-counts': services(...READERS_OF_PEOPLE),
  },
  post: {
    'POST /api/v1/posts': self(() => ({ content: 'Mine' })),
    'GET /api/v1/posts/{postId}': privatePost(''),
    'PATCH /api/v1/posts/{postId}': ownedPost({ content: 'Stale bread' }),
    'DELETE /api/v1/posts/{postId}': ownedPost(),
    'GET /api/v1/users/{userId}/posts': blocker(),
    'GET /api/v1/hashtags/{tag}/posts': anyone,
    'POST /api/v1/media': self(),
    'GET /api/v1/media/{mediaId}/{variant}': {
      who: 'owner',
      refusal: 404,
      trial: { make: belongings.image, read: (owner, { mediaId }) => owner.get(`/media/${mediaId}/full`) },
    },
    'GET /internal/reportable': services('auth'),
    'GET /internal/posts': services(...READERS_OF_POSTS),
    'GET /internal/exports/posts': services(...READERS_OF_POSTS),
    'GET /internal/authors': services('engagement'),
  },
  comment: {
    'POST /api/v1/posts/{postId}/comments': privatePost('/comments', { content: 'I was here' }),
    'GET /api/v1/posts/{postId}/comments': privatePost('/comments'),
    'GET /api/v1/comments/{commentId}': privateComment(''),
    'GET /api/v1/comments/{commentId}/replies': privateComment('/replies'),
    'PATCH /api/v1/comments/{commentId}': ownedComment({ content: 'Cold' }),
    'DELETE /api/v1/comments/{commentId}': ownedComment(),
    'GET /internal/reportable': services('auth'),
    'GET /internal/comments': services('reaction', 'notification', 'engagement'),
    'GET /internal/exports/comments': services('notification'),
    'GET /internal/threads': services('engagement'),
    'GET /internal/authors': services('engagement'),
  },
  reaction: {
    'GET /api/v1/posts/{postId}/reactions': privatePost('/reactions'),
    'PUT /api/v1/posts/{postId}/reactions': privatePost('/reactions', { type: 'like' }),
    'DELETE /api/v1/posts/{postId}/reactions': own(
      belongings.reactedPost,
      ({ postId }) => `/posts/${postId}/reactions`,
    ),
    'GET /api/v1/posts/{postId}/reactions/people': privatePost('/reactions/people'),
    'GET /api/v1/comments/{commentId}/reactions': privateComment('/reactions'),
    'PUT /api/v1/comments/{commentId}/reactions': privateComment('/reactions', { type: 'like' }),
    'DELETE /api/v1/comments/{commentId}/reactions': own(
      belongings.reactedComment,
      ({ commentId }) => `/comments/${commentId}/reactions`,
    ),
    'GET /api/v1/comments/{commentId}/reactions/people': privateComment('/reactions/people'),
    'GET /internal/exports/post-reactions': services('notification'),
    'GET /internal/exports/comment-reactions': services('notification'),
    'GET /internal/post-reactions': services('engagement'),
  },
  feed: { 'GET /api/v1/feed': self() },
  notification: {
    'GET /api/v1/notifications': self(),
    'GET /api/v1/notifications/unread-count': self(),
    'PUT /api/v1/notifications/read': self(),
    'PUT /api/v1/notifications/{notificationId}/read': {
      who: 'owner',
      refusal: 404,
      trial: { make: belongings.notification, read: (owner) => owner.get('/notifications/unread-count') },
    },
    'GET /api/v1/notifications/preferences': self(),
    'PUT /api/v1/notifications/preferences': self(() => ({ follow: false })),
  },
  search: {
    'GET /api/v1/search': anyone,
    'GET /api/v1/search/suggest': anyone,
    'POST /internal/rebuild': services('operator'),
    'GET /internal/rebuild': services('operator'),
  },
  engagement: {
    'GET /api/v1/posts/{postId}/metrics': privatePost('/metrics'),
    'GET /api/v1/metrics/posts': anyone,
    'GET /api/v1/users/{userId}/metrics': blocker(),
    'GET /api/v1/trending/posts': anyone,
    'GET /api/v1/trending/hashtags': anyone,
    'GET /api/v1/analytics/me': self(),
  },
};

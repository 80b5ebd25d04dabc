import { expect, test } from '@jest/globals';
import { PUBLIC_SERVICES, routeOf } from './routing-table.js';

test.each([
  ['/.well-known/jwks.json', 'auth'],
  ['/api/v1/auth/login', 'auth'],
  ['/api/v1/auth/me/password', 'auth'],
  ['/api/v1/auth/sessions/12', 'auth'],
  ['/api/v1/profiles/7', 'user'],
  ['/api/v1/profiles/by-username/ana', 'user'],
  ['/api/v1/profiles/me/picture', 'user'],
  ['/api/v1/users/7/follow', 'user'],
  ['/api/v1/users/7/followers', 'user'],
  ['/api/v1/users/7/block', 'user'],
  ['/api/v1/follow-requests', 'user'],
  ['/api/v1/followers/7', 'user'],
  ['/api/v1/follow-requests/7', 'user'],
  ['/api/v1/blocks', 'user'],
  ['/api/v1/mutes', 'user'],
  ['/api/v1/mutes/words', 'user'],
  ['/api/v1/users/7/posts', 'post'],
  ['/api/v1/posts', 'post'],
  ['/api/v1/posts/7', 'post'],
  ['/api/v1/hashtags/caf%C3%A9/posts', 'post'],
  ['/api/v1/media', 'post'],
  ['/api/v1/media/7/thumbnail', 'post'],
  ['/api/v1/posts/7/comments', 'comment'],
  ['/api/v1/comments/7', 'comment'],
  ['/api/v1/comments/7/replies', 'comment'],
  ['/api/v1/posts/7/reactions', 'reaction'],
  ['/api/v1/posts/7/reactions/people', 'reaction'],
  ['/api/v1/comments/7/reactions', 'reaction'],
  ['/api/v1/reactions/posts', 'reaction'],
  ['/api/v1/feed', 'feed'],
  ['/api/v1/timeline/public', 'feed'],
  ['/api/v1/suggestions/people', 'user'],
  ['/api/v1/suggestions/people/7', 'user'],
  ['/api/v1/notifications', 'notification'],
  ['/api/v1/notifications/7/read', 'notification'],
  ['/api/v1/search', 'search'],
  ['/api/v1/search/suggest', 'search'],
  ['/api/v1/posts/7/metrics', 'engagement'],
  ['/api/v1/users/7/metrics', 'engagement'],
  ['/api/v1/metrics/posts', 'engagement'],
  ['/api/v1/trending/hashtags', 'engagement'],
  ['/api/v1/analytics/me', 'engagement'],
])('%s belongs to %s', (path, appId) => {
  expect(routeOf(path)?.appId).toBe(appId);
});

test.each([
  '/',
  '/api/v1',
  '/api/v1/internal/users/7',
  '/internal/users/7',
  '/internal/posts',
  '/events/post.created',
  '/dapr/subscribe',
  '/dapr/config',
  '/metrics',
  '/healthz',
  '/v1.0/state/state/key',
  '/xwell-known/jwks.json',
  '/.well-knownxjwks.json',
  '/.well-known/openid-configuration',
  '/api/v1/postsandmore',
  '/api/v1/users',
  '/api/v1/blocks/7',
  '/api/v2/posts',
  '/x/api/v1/posts',
])('%s belongs to nobody', (path) => {
  expect(routeOf(path)).toBeUndefined();
});

test('every service but the gateway has public addresses', () => {
  expect(PUBLIC_SERVICES).toEqual(
    ['auth', 'comment', 'engagement', 'feed', 'notification', 'post', 'reaction', 'search', 'user'].sort(),
  );
});

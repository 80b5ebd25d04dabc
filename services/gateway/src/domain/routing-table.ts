/** A pattern of paths, and the service that owns them. */
export interface PublicRoute {
  /** `{name}` matches one part of the path; a final `*` matches any number of further parts, including none. */
  readonly pattern: string;
  readonly appId: string;
}

/**
 * Every public path and the service that owns it. The first pattern that matches wins, so narrower ones come first. A path
 * that matches none cannot be reached through the gateway, whatever routes a service has.
 */
export const PUBLIC_ROUTES: readonly PublicRoute[] = [
  { pattern: '/api/v1/feed/*', appId: 'feed' },
  { pattern: '/api/v1/timeline/*', appId: 'feed' },

  { pattern: '/api/v1/posts/{postId}/metrics', appId: 'engagement' },
  { pattern: '/api/v1/users/{userId}/metrics', appId: 'engagement' },
  { pattern: '/api/v1/metrics/*', appId: 'engagement' },
  { pattern: '/api/v1/trending/*', appId: 'engagement' },
  { pattern: '/api/v1/analytics/*', appId: 'engagement' },

  { pattern: '/api/v1/posts/{postId}/reactions/*', appId: 'reaction' },
  { pattern: '/api/v1/comments/{commentId}/reactions/*', appId: 'reaction' },
  { pattern: '/api/v1/reactions/*', appId: 'reaction' },

  { pattern: '/api/v1/posts/{postId}/comments', appId: 'comment' },
  { pattern: '/api/v1/comments/*', appId: 'comment' },

  { pattern: '/api/v1/users/{userId}/posts', appId: 'post' },
  { pattern: '/api/v1/posts/*', appId: 'post' },
  { pattern: '/api/v1/hashtags/*', appId: 'post' },
  { pattern: '/api/v1/media/*', appId: 'post' },

  { pattern: '/api/v1/profiles/*', appId: 'user' },
  { pattern: '/api/v1/users/{userId}/*', appId: 'user' },
  { pattern: '/api/v1/followers/{userId}', appId: 'user' },
  { pattern: '/api/v1/follow-requests/*', appId: 'user' },
  { pattern: '/api/v1/blocks', appId: 'user' },
  { pattern: '/api/v1/mutes/*', appId: 'user' },
  { pattern: '/api/v1/suggestions/*', appId: 'user' },

  { pattern: '/api/v1/notifications/*', appId: 'notification' },
  { pattern: '/api/v1/search/*', appId: 'search' },

  { pattern: '/api/v1/auth/*', appId: 'auth' },
  { pattern: '/api/v1/reports/*', appId: 'auth' },
  { pattern: '/api/v1/moderation/*', appId: 'auth' },
  { pattern: '/api/v1/appeals/*', appId: 'auth' },
  { pattern: '/.well-known/jwks.json', appId: 'auth' },
];

/** The services that have public paths. */
export const PUBLIC_SERVICES: readonly string[] = [...new Set(PUBLIC_ROUTES.map((route) => route.appId))].sort();

const compiled = PUBLIC_ROUTES.map((route) => ({ route, expression: toExpression(route.pattern) }));

/** The route of a parsed path; undefined if it matches none. */
export function routeOf(path: string): PublicRoute | undefined {
  return compiled.find(({ expression }) => expression.test(path))?.route;
}

function toExpression(pattern: string): RegExp {
  const source = pattern
    .replaceAll('.', '\\.')
    .replace(/\{\w+\}/g, '[^/]+')
    .replace(/\/\*$/, '(?:/[^/]+)*');
  return new RegExp(`^${source}$`);
}

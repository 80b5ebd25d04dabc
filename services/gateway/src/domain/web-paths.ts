/** The first parts of the paths that programs use. No page of the web client is below one of them. */
const OF_PROGRAMS = new Set([
  'api',
  'docs',
  'socket.io',
  '.well-known',
  'openapi.json',
  'healthz',
  'readyz',
  'metrics',
]);

const ASSETS = '/assets/';

/** What the web client may have at a path: its page, which chooses by the path what it shows, or only a file. */
export type WebContent = 'page' | 'file';

/**
 * What a request may read of the web client, undefined where it reads nothing of it. Programs that ask for no HTML get the
 * page at `/` alone, so an unknown path stays an error for them.
 */
export function webContentOf(method: string, path: string, accept: string | undefined): WebContent | undefined {
  if (method !== 'GET' && method !== 'HEAD') return undefined;
  if (path === '/') return 'page';
  if (OF_PROGRAMS.has(path.split('/')[1]!)) return undefined;
  return !path.startsWith(ASSETS) && /\btext\/html\b/i.test(accept ?? '') ? 'page' : 'file';
}

/** How long browsers keep a file: for ever where its name has a hash of its content; else they ask each time. */
export function cacheControlOf(path: string): string {
  return path.startsWith(ASSETS) ? 'public, max-age=31536000, immutable' : 'no-cache';
}

const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "connect-src 'self'",
  "font-src 'self'",
  "manifest-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types townsquare',
].join('; ');

/** The features of a browser that no page of the web client may use. */
const PERMISSIONS_POLICY = [
  'accelerometer=()',
  'camera=()',
  'display-capture=()',
  'geolocation=()',
  'gyroscope=()',
  'magnetometer=()',
  'microphone=()',
  'midi=()',
  'payment=()',
  'usb=()',
].join(', ');

/**
 * The headers of every file of the web client, besides those of every response. The referrer stays within the town: with
 * `no-referrer`, browsers send some requests of the page itself without its origin.
 */
export const WEB_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': PERMISSIONS_POLICY,
  'referrer-policy': 'same-origin',
};

import { AppError } from '@townsquare/kit';

/** The path and query of a request: parsed once, so that rate limits, authentication and routing see the same path. */
export interface Target {
  /** The path, each part encoded once and in one way. */
  path: string;
  /** The query with its question mark, as it came; empty where there is none. */
  query: string;
}

/**
 * Characters that no part of a path may contain, once decoded. A sidecar decodes and normalizes paths before it forwards
 * them, so each of these could make it call another path than the one that was checked here.
 */
const FORBIDDEN = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\\/%?#;]/u;

const QUERY = /^[\x21\x22\x24-\x7e]*$/;

/** The gateway's own paths that end with a slash. socket.io clients send one. */
const WITH_SLASH = new Set(['/', '/docs/', '/socket.io/']);

/** Characters that are never encoded (RFC 3986, 2.3), encoded: with them, one path has many spellings. */
const NEEDLESSLY_ENCODED = /%(?:2[de]|3\d|[46][1-9a-f]|[57][\da]|5f|7e)/i;

/**
 * Parses the target of a request. Services match paths exactly: throws `not_found` for a path in any other form (empty
 * parts, a slash at the end, encoded letters). Throws `invalid_request` for a query that is not encoded.
 */
export function readTarget(url: string): Target {
  const mark = url.indexOf('?');
  const rawPath = mark < 0 ? url : url.slice(0, mark);
  const query = mark < 0 ? '' : url.slice(mark);
  if (!QUERY.test(query))
    throw new AppError('invalid_request', 'The query contains characters that must be percent-encoded.');
  if (WITH_SLASH.has(rawPath)) return { path: rawPath, query };
  if (!rawPath.startsWith('/')) throw noSuchPath();
  const path = rawPath.slice(1).split('/').map(cleanPart).join('/');
  return { path: `/${path}`, query };
}

function cleanPart(raw: string): string {
  // Nearly every part is plain: those need neither decoding nor encoding.
  if (/^[\w-]+$/.test(raw)) return raw;
  if (NEEDLESSLY_ENCODED.test(raw)) throw noSuchPath();
  const text = decode(raw);
  if (text === '' || text === '.' || text === '..' || FORBIDDEN.test(text)) throw noSuchPath();
  return encodeURIComponent(text);
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw noSuchPath();
  }
}

function noSuchPath(): AppError {
  return new AppError('not_found', 'This path does not exist. Paths are matched exactly.');
}

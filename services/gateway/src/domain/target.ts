import { AppError } from '@townsquare/kit';

/** What a request is addressed to: read once, so that whatever limits, guards or routes it sees the same path. */
export interface Target {
  /** The path, each part encoded once and in one way. */
  path: string;
  /** The query with its question mark, as it came; empty where there is none. */
  query: string;
}

/**
 * What may not stand in a part of a path, once decoded. A sidecar decodes paths and cleans them before it passes them
 * on, so each of these could make it call another address than the one that was checked here.
 */
const FORBIDDEN = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\\/%?#;]/u;

const QUERY = /^[\x21\x22\x24-\x7e]*$/;

/** The paths that end with a slash: the gateway's own. Clients of socket.io ask for theirs with one. */
const WITH_SLASH = new Set(['/', '/docs/', '/socket.io/']);

/** Characters that are never encoded (RFC 3986, 2.3), encoded: with them, one path has many spellings. */
const NEEDLESSLY_ENCODED = /%(?:2[de]|3\d|[46][1-9a-f]|[57][\da]|5f|7e)/i;

/**
 * Reads the target of a request. Services match paths exactly, so a path in any other form (empty parts, a slash at the
 * end, letters that are encoded) is not theirs: throws `not_found`. Throws `invalid_request` for a query that is not
 * encoded.
 */
export function readTarget(url: string): Target {
  const mark = url.indexOf('?');
  const rawPath = mark < 0 ? url : url.slice(0, mark);
  const query = mark < 0 ? '' : url.slice(mark);
  if (!QUERY.test(query)) throw new AppError('invalid_request', 'The query holds characters that must be encoded.');
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
  return new AppError('not_found', 'There is no such path: paths are matched exactly.');
}

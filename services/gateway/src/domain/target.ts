import { AppError } from '@townsquare/kit';

/** What a request is addressed to. */
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

/** Reads the target of a request; throws `invalid_request` where it could be read in more than one way. */
export function readTarget(url: string): Target {
  const mark = url.indexOf('?');
  const rawPath = mark < 0 ? url : url.slice(0, mark);
  const query = mark < 0 ? '' : url.slice(mark);
  if (!QUERY.test(query)) throw new AppError('invalid_request', 'The query holds characters that must be encoded.');
  if (!rawPath.startsWith('/')) throw unreadable();
  const path = rawPath.slice(1).split('/').map(cleanPart).join('/');
  return { path: `/${path}`, query };
}

function cleanPart(raw: string): string {
  // Nearly every part is plain: those need neither decoding nor encoding.
  if (/^[\w-]+$/.test(raw)) return raw;
  const text = decode(raw);
  if (text === '' || text === '.' || text === '..' || FORBIDDEN.test(text)) throw unreadable();
  return encodeURIComponent(text);
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw unreadable();
  }
}

function unreadable(): AppError {
  return new AppError('invalid_request', 'The path is not one that this system has.');
}

import { createHash } from 'node:crypto';
import type { Kind, TargetType } from './kinds.js';

/** The shortest time between two pushes for a group to one subscription. */
export const GROUP_PAUSE_SECONDS = 300;

/** How long a push service keeps a push for a device that is off, and how long this service tries to hand it over. */
export const WORTH_SECONDS = 24 * 60 * 60;

const MAX_TRIES = 6;
const FIRST_PAUSE_SECONDS = 10;
const LONGEST_PAUSE_SECONDS = 3_600;

/** What a push service did with a push. */
export type PushResult =
  | { status: number; retryAfter?: string | undefined }
  /** `unsent`: it cannot have received the push. `uncertain`: it may have. `refused`: its address is not a permitted one. */
  | { failed: 'unsent' | 'uncertain' | 'refused' };

/** What follows from it. */
export type NextStep =
  | { step: 'sent' }
  /** The subscription no longer exists. */
  | { step: 'gone' }
  /** It will never be accepted, or was tried often enough. */
  | { step: 'dropped' }
  | { step: 'retry'; seconds: number };

/**
 * What to do after a try; `tries` counts those before it. A push that may have been received waits as long as one that was, so
 * that no device gets two for a group in five minutes.
 */
export function nextStep(result: PushResult, tries: number, now = new Date()): NextStep {
  if ('failed' in result) {
    if (result.failed === 'refused') return { step: 'dropped' };
    return again(tries, result.failed === 'uncertain' ? GROUP_PAUSE_SECONDS : 0);
  }
  const { status, retryAfter } = result;
  if (status >= 200 && status < 300) return { step: 'sent' };
  if (status === 404 || status === 410) return { step: 'gone' };
  if (status === 408 || status === 429 || status >= 500) return again(tries, retrySeconds(retryAfter, now));
  return { step: 'dropped' };
}

function again(tries: number, atLeastSeconds: number): NextStep {
  if (tries + 1 >= MAX_TRIES || atLeastSeconds > WORTH_SECONDS) return { step: 'dropped' };
  const pause = Math.min(FIRST_PAUSE_SECONDS * 2 ** tries, LONGEST_PAUSE_SECONDS);
  return { step: 'retry', seconds: Math.max(pause, atLeastSeconds) };
}

/** The seconds that a Retry-After header asks for: a number, or a date (RFC 9110, section 10.2.3); 0 for anything else. */
function retrySeconds(header: string | undefined, now: Date): number {
  if (header === undefined) return 0;
  if (/^\d{1,9}$/.test(header)) return Number(header);
  const date = Date.parse(header);
  return Number.isNaN(date) ? 0 : Math.max(0, Math.ceil((date - now.getTime()) / 1000));
}

const SINGLE = /^single\.(\d+)$/;

/** The id of the notification that is pushed by itself; undefined if the key is that of a group. */
export function singleId(pushKey: string): string | undefined {
  return SINGLE.exec(pushKey)?.[1];
}

/** What a push service replaces by a later push while the device is off (RFC 8030, section 5.4): 32 characters at most. */
export function topicOf(pushKey: string): string {
  return createHash('sha256').update(pushKey).digest('base64url').slice(0, 32);
}

/** A device that saves power may wait with what does not speak to its owner. */
export function urgencyOf(kind: Kind): 'low' | 'normal' {
  return kind === 'post' || kind === 'reaction' || kind === 'follow' ? 'low' : 'normal';
}

/** The page of a client that shows what a notification is about, relative to where the client is served. */
export function pageOf(target: { type: TargetType; id: string }, postId: string | null): string {
  const pages: Record<TargetType, string> = {
    post: `/posts/${target.id}`,
    comment: `/posts/${postId}#comment-${target.id}`,
    user: `/users/${target.id}`,
    removal: `/removals/${target.id}`,
  };
  return pages[target.type];
}

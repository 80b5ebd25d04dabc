import { describe, expect, test } from '@jest/globals';
import { KINDS } from './kinds.js';
import { nextStep, pageOf, singleId, topicOf, urgencyOf } from './push.js';

const NOW = new Date('2026-11-26T12:00:00.000Z');
const after = (status: number, tries = 0, retryAfter?: string) => nextStep({ status, retryAfter }, tries, NOW);

describe('after a try', () => {
  test.each([200, 201, 202, 204])('%i means that the push was accepted', (status) => {
    expect(after(status)).toEqual({ step: 'sent' });
  });

  test.each([404, 410])('%i means that the subscription is gone, whatever the try', (status) => {
    expect([after(status), after(status, 5)]).toEqual([{ step: 'gone' }, { step: 'gone' }]);
  });

  test.each([301, 307, 400, 401, 403, 413])('%i is never tried again', (status) => {
    expect(after(status)).toEqual({ step: 'dropped' });
  });

  test.each([408, 429, 500, 502, 503])('%i is tried again after pauses that double, six times in all', (status) => {
    const pauses = [0, 1, 2, 3, 4].map((tries) => after(status, tries));
    expect(pauses).toEqual([10, 20, 40, 80, 160].map((seconds) => ({ step: 'retry', seconds })));
    expect(after(status, 5)).toEqual({ step: 'dropped' });
  });

  test('a longer pause that the push service asks for is kept, as a number or as a date', () => {
    expect(after(429, 0, '120')).toEqual({ step: 'retry', seconds: 120 });
    expect(after(429, 3, '5')).toEqual({ step: 'retry', seconds: 80 });
    expect(after(503, 0, 'Thu, 26 Nov 2026 12:05:00 GMT')).toEqual({ step: 'retry', seconds: 300 });
    expect(after(503, 0, 'Thu, 26 Nov 2026 11:00:00 GMT')).toEqual({ step: 'retry', seconds: 10 });
    expect(after(503, 0, 'soon')).toEqual({ step: 'retry', seconds: 10 });
  });

  test('a pause of more than a day is not waited for', () => {
    expect(after(429, 0, '86400')).toEqual({ step: 'retry', seconds: 86_400 });
    expect(after(429, 0, '86401')).toEqual({ step: 'dropped' });
  });

  test('a push that may have arrived waits five minutes, and one that cannot have does not', () => {
    expect(nextStep({ failed: 'uncertain' }, 0)).toEqual({ step: 'retry', seconds: 300 });
    expect(nextStep({ failed: 'unsent' }, 0)).toEqual({ step: 'retry', seconds: 10 });
    expect(nextStep({ failed: 'uncertain' }, 5)).toEqual({ step: 'dropped' });
    expect(nextStep({ failed: 'refused' }, 0)).toEqual({ step: 'dropped' });
  });
});

test('a key is that of one notification or of a group', () => {
  expect(singleId('single.17')).toBe('17');
  expect(singleId('reaction.post.17.2026-11-26')).toBeUndefined();
});

test('a topic has 32 characters of base64url, and is that of its key alone', () => {
  expect(topicOf('single.1')).toMatch(/^[\w-]{32}$/);
  expect(topicOf('single.1')).not.toBe(topicOf('single.2'));
});

test('what speaks to its reader is urgent, and the rest may wait', () => {
  const low = KINDS.filter((kind) => urgencyOf(kind) === 'low');
  expect(low).toEqual(['post', 'reaction', 'follow']);
});

test('a push leads to what it is about', () => {
  expect(pageOf({ type: 'post', id: '1' }, '1')).toBe('/posts/1');
  expect(pageOf({ type: 'comment', id: '2' }, '1')).toBe('/posts/1#comment-2');
  expect(pageOf({ type: 'user', id: '3' }, null)).toBe('/users/3');
  expect(pageOf({ type: 'removal', id: '4' }, null)).toBe('/removals/4');
});

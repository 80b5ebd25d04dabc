import { describe, expect, test } from '@jest/globals';
import { groupKey, groupMessage } from './grouping.js';
import { type Draft, KINDS, type Kind } from './kinds.js';

function draft(kind: Kind, change: Partial<Draft> = {}): Draft {
  const target = { targetType: 'comment', targetId: '50', postId: '10' } as const;
  return { kind, actorId: '2', ...target, createdAt: new Date('2026-01-02T23:59:59.999Z'), says: () => '', ...change };
}

describe('the key of a group', () => {
  test.each([
    ['reactions to one comment', draft('reaction'), 'reaction.comment.50.2026-01-02'],
    ['reactions to one post', draft('reaction', { targetType: 'post', targetId: '10' }), 'reaction.post.10.2026-01-02'],
    ['comments under one post', draft('comment'), 'comment.post.10.2026-01-02'],
    ['replies under one post', draft('reply'), 'reply.post.10.2026-01-02'],
    ['followers', draft('follow', { targetType: 'user', targetId: '2', postId: null }), 'follow.you.2026-01-02'],
    ['requests to follow', draft('followRequest'), 'followRequest.you.2026-01-02'],
    ['accepted requests', draft('followAccepted'), 'followAccepted.you.2026-01-02'],
  ])('is the same for %s', (_what, one, key) => {
    expect(groupKey(one)).toBe(key);
    expect(groupKey({ ...one, actorId: '3' })).toBe(key);
  });

  test('is another on the next day in UTC', () => {
    const later = draft('comment', { createdAt: new Date('2026-01-03T00:00:00.000Z') });
    expect(groupKey(later)).toBe('comment.post.10.2026-01-03');
  });

  test('is none for any other kind', () => {
    const together = ['reaction', 'comment', 'reply', 'follow', 'followRequest', 'followAccepted'];
    const alone = KINDS.filter((kind) => !together.includes(kind));
    expect(alone).toEqual(expect.arrayContaining(['post', 'mention']));
    for (const kind of alone) expect(groupKey(draft(kind))).toBeNull();
  });
});

describe('what a group says', () => {
  const actors = (names: string[], count: number, atLeast = false) => ({ names, count, atLeast });

  test.each([
    [draft('reaction'), actors(['Ana', 'Ben', 'Cleo'], 13), 'Ana and 12 others reacted to your comment'],
    [draft('reaction', { targetType: 'post' }), actors(['Ana', 'Ben'], 2), 'Ana and Ben reacted to your post'],
    [draft('comment'), actors(['Ana', 'Ben', 'Cleo'], 3), 'Ana and 2 others commented on your post'],
    [draft('reply'), actors(['Ana'], 2), 'Ana and 1 other replied to you'],
    [draft('follow'), actors(['Ana', 'Ben', 'Cleo'], 100, true), 'Ana and at least 99 others started following you'],
    [draft('followRequest'), actors(['Ana', 'Ben'], 2), 'Ana and Ben asked to follow you'],
    [draft('followAccepted'), actors(['Ana', 'Ben'], 2), 'Ana and Ben accepted your requests to follow them'],
    [draft('comment'), actors(['Ana', 'Ben'], 2, true), 'Ana and at least 1 other commented on your post'],
  ])('%#', (one, who, sentence) => {
    expect(groupMessage(one, who)).toBe(sentence);
  });

  test('is what its latest notification says, for one person or where nobody is known', () => {
    expect(groupMessage(draft('comment'), actors(['Ana'], 1))).toBeUndefined();
    expect(groupMessage(draft('comment'), actors(['Ana'], 1, true))).toBeUndefined();
    expect(groupMessage(draft('comment'), actors([], 2))).toBeUndefined();
  });

  test('is nothing more for a kind that stands by itself', () => {
    expect(groupMessage(draft('mention'), actors(['Ana', 'Ben'], 2))).toBeUndefined();
  });
});

import { describe, expect, test } from '@jest/globals';
import { commentDraft } from './comment-news.js';
import { followCause, followDraft } from './follow-news.js';
import { TargetType } from './kinds.js';
import { messageNow, messages } from './messages.js';

describe('the draft of a notification about a comment', () => {
  const createdAt = '2026-01-01T10:00:00.000Z';
  const updatedAt = '2026-01-02T10:00:00.000Z';
  const facts = { commentId: '9', postId: '5', authorId: '2', createdAt, updatedAt, content: 'Warm bread' };

  test.each([
    ['comment', createdAt, 'Ana commented on your post'],
    ['reply', createdAt, 'Ana replied to your comment'],
    ['mention', updatedAt, 'Ana mentioned you in a comment'],
  ] as const)('of kind %s names the comment, its post and its author, and is of %s', (kind, at, message) => {
    const { says, content, ...draft } = commentDraft(kind, facts);
    expect(draft).toEqual({
      kind,
      actorId: '2',
      targetType: 'comment',
      targetId: '9',
      postId: '5',
      createdAt: new Date(at),
    });
    expect(says('Ana')).toBe(message);
    expect(content?.()).toBe('Warm bread');
  });

  test('of a comment whose text is not known has no words, and is of the time when it was written', () => {
    const { content: _content, updatedAt: _updatedAt, ...known } = facts;
    const draft = commentDraft('mention', known);
    expect(draft.content?.()).toBe('');
    expect(draft.createdAt).toEqual(new Date(createdAt));
  });
});

test.each([
  ['follow', 'Ana started following you'],
  ['followRequest', 'Ana asked to follow you'],
  ['followAccepted', 'Ana accepted your request to follow them'],
] as const)('the draft of kind %s is about the person who caused it, and about no post', (kind, message) => {
  const cause = { kind, actorId: '2', targetType: 'user', targetId: '2' };
  expect(followCause(kind, '2')).toEqual(cause);
  const { says, ...draft } = followDraft(kind, '2', '2026-01-01T10:00:00.000Z');
  expect(draft).toEqual({ ...cause, postId: null, createdAt: new Date('2026-01-01T10:00:00.000Z') });
  expect(says('Ana')).toBe(message);
});

describe('the notification of a removal', () => {
  test.each(['post', 'comment'] as const)('says that the %s was removed, and names nobody', (target) => {
    const message = messages.contentRemoved(target)(undefined);
    expect(message).toBe(`Your ${target} was removed by the moderators`);
    expect(messages.contentRemoved(target)('Ana')).toBe(message);
    expect(messageNow({ kind: 'contentRemoved', targetType: 'removal', message }, 'Ana')).toBe(message);
  });
});

test('a message that no kind of notification says any more is left as it is', () => {
  const message = 'Ana waved at you';
  expect(messageNow({ kind: 'follow', targetType: 'user', message }, 'Ana Silva')).toBe(message);
});

test('a notification is about a post, a comment, a person or a removal', () => {
  expect(TargetType.options).toEqual(['post', 'comment', 'user', 'removal']);
});

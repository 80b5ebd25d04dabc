import { describe, expect, test } from '@jest/globals';
import { CommentContent, fateOf, mayBeAnswered, mayDelete, mayEdit } from './comment-rules.js';

describe('changing a comment', () => {
  const comment = { authorId: '2' };
  const post = { authorId: '1' };

  test.each([
    ['its author', '2', true, true],
    ['the author of the post', '1', false, true],
    ['another account', '3', false, false],
  ])('%s: may edit or delete only what the rules allow', (_who, callerId, edit, remove) => {
    expect(mayEdit(callerId, comment)).toBe(edit);
    expect(mayDelete(callerId, comment, post)).toBe(remove);
  });

  test('nobody may edit a tombstone', () => {
    expect(mayEdit('2', { authorId: null })).toBe(false);
  });
});

describe('a reply', () => {
  const live = { postId: '7', deletedAt: null };

  test.each([
    ['a comment under the same post', live, true],
    ['a comment under another post', { ...live, postId: '8' }, false],
    ['a deleted comment', { ...live, deletedAt: new Date() }, false],
    ['no comment at all', null, false],
  ])('to %s is allowed or refused', (_what, comment, expected) => {
    expect(mayBeAnswered(comment, '7')).toBe(expected);
  });
});

test('only a comment with replies leaves a tombstone', () => {
  expect(fateOf({ replyCount: 1 })).toBe('tombstone');
  expect(fateOf({ replyCount: 0 })).toBe('deleted');
});

describe('the text of a comment', () => {
  test('is trimmed', () => {
    expect(CommentContent.parse('  hello \n')).toBe('hello');
  });

  test.each([
    ['empty', ''],
    ['blank', ' \n\t '],
    ['too long', 'a'.repeat(2001)],
  ])('must not be %s', (_what, text) => {
    expect(CommentContent.safeParse(text).success).toBe(false);
  });

  test('may have 2000 characters, not counting blanks around it', () => {
    expect(CommentContent.safeParse(` ${'a'.repeat(2000)} `).success).toBe(true);
  });
});

import { describe, expect, test } from '@jest/globals';
import { complete, tokenAt } from './completion';

describe('the token at the caret', () => {
  test.each([
    ['hello @an', 9, '@an'],
    ['#tee', 4, '#tee'],
    ['(#tee', 5, '#tee'],
    ['grüße #straß', 12, '#straß'],
    ['@an and more', 3, '@an'],
  ])('in %j at %i is %s', (text, caret, token) => {
    expect(tokenAt(text, caret)?.text).toBe(token);
  });

  test.each([
    ['hello', 5],
    ['hello @', 7],
    ['mail ana@example', 16],
    ['@an and', 7],
    ['@anna', 3],
    ['https://example.org/#top', 24],
  ])('is none in %j at %i', (text, caret) => {
    expect(tokenAt(text, caret)).toBeUndefined();
  });
});

test('a completion replaces the token, and leaves the caret behind one space', () => {
  expect(complete('hi @an', { start: 3, text: '@an' }, '@anabel')).toEqual({ text: 'hi @anabel ', caret: 11 });
  expect(complete('@an hi', { start: 0, text: '@an' }, '@anabel')).toEqual({ text: '@anabel hi', caret: 8 });
});

import { expect, test } from '@jest/globals';
import { extractUsernames, MAX_MENTIONS } from './mentions.js';

test.each([
  ['nobody', 'a plain text', []],
  ['one', 'thanks @ana', ['ana']],
  ['several, each once', '@Ana and @bob_2, and @ANA again', ['ana', 'bob_2']],
  ['with punctuation around', '(@ana)! "@bob": @eve.', ['ana', 'bob', 'eve']],
  ['not a mail address', 'write to me@example.com or a.b@example.com', []],
  ['not in a web address', 'https://a.example/@ana and www.b.example/@bob', []],
  ['not a name that is too short or too long', `@ab @${'x'.repeat(31)}`, []],
  ['not part of a longer name', '@anaïs @ana@server.example', []],
])('%s', (_case, text, expected) => {
  expect(extractUsernames(text)).toEqual(expected);
});

test('those after the twentieth do not count', () => {
  const text = Array.from({ length: 30 }, (_, index) => `@name${index}`).join(' ');
  expect(extractUsernames(text)).toHaveLength(MAX_MENTIONS);
});

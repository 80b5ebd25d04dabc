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
  ['not with an accent on its last letter, in either encoding', '@an\u00e1 @ana\u0301 @mari\u00e1 @maria\u0301', []],
  [
    'beside letters of other scripts',
    '@anaさん 感谢@bob的帮助 ขอบคุณที่@eveนะ @danпривет @fayさん',
    ['ana', 'bob', 'eve', 'dan', 'fay'],
  ],
  [
    'after a full stop, a bracket, a dash or a quote',
    '.@ana (@bob) -@eve «@dan» —@fay',
    ['ana', 'bob', 'eve', 'dan', 'fay'],
  ],
  ['after a sentence that has ended without a space', 'Well done.@ana', ['ana']],
  [
    'at the end of a sentence, or of one without a space after',
    'Ask @ana. Or @bob.They know, @eve...',
    ['ana', 'bob', 'eve'],
  ],
  ['with the full-width sign', '＠ana、＠bob', ['ana', 'bob']],
  ['not an address in any alphabet', 'josé@ana.org jose\u0301@ana.org почта@ana.org user+@ana.org first-@ana.org', []],
  ['not a path', '/@ana example.org/@ana ./@ana', []],
  ['not a sign after a sign', '@@ana ＠@ana', []],
  ['beside emoji', '🎉@ana🎉 👋🏽@bob❤️', ['ana', 'bob']],
])('%s', (_case, text, expected) => {
  expect(extractUsernames(text)).toEqual(expected);
});

test('a long text is read in little time', () => {
  const started = performance.now();
  for (const part of ['@', '@a', 'a+', '+', 'a%-', '@abc', 'https://@']) extractUsernames(part.repeat(2_500));
  expect(performance.now() - started).toBeLessThan(500);
});

test('mentions after the twentieth do not count', () => {
  const text = Array.from({ length: 30 }, (_, index) => `@name${index}`).join(' ');
  expect(extractUsernames(text)).toHaveLength(MAX_MENTIONS);
});

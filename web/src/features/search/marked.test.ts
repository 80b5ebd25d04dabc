import { expect, test } from '@jest/globals';
import { markedParts } from './marked';

test('a highlight is cut into what matches and what does not', () => {
  expect(markedParts('fresh <mark>bread</mark> &amp; <mark>tea</mark>')).toEqual([
    { text: 'fresh ', isMatch: false },
    { text: 'bread', isMatch: true },
    { text: ' & ', isMatch: false },
    { text: 'tea', isMatch: true },
  ]);
});

test('what a person typed stays text, whatever it looks like', () => {
  expect(markedParts('&lt;img src=x onerror=&quot;a&quot;&gt; &amp;lt; <b>')).toEqual([
    { text: '<img src=x onerror="a"> &lt; <b>', isMatch: false },
  ]);
});

import { describe, expect, test } from '@jest/globals';
import { highlight, MATCH_END, MATCH_START, searchable } from './highlight.js';

const mark = (text: string) => text.replace('[', MATCH_START).replace(']', MATCH_END);

describe('highlight', () => {
  test('marks what was found in the text as it was written', () => {
    expect(highlight('Früh am Morgen', mark('[fruh] am morgen'))).toBe('<mark>Früh</mark> am Morgen');
  });

  test('follows letters that fold to several, and marks of their own', () => {
    const original = 'die Straße, l\u2019e\u0301te\u0301!';
    const marked = searchable(original).replace('strasse', mark('[strasse]')).replace('ete', mark('[ete]'));
    expect(highlight(original, marked)).toBe('die <mark>Straße</mark>, l’<mark>e\u0301te\u0301</mark>!');
  });

  test('escapes everything else', () => {
    expect(highlight('<b onclick="x">&\'tea', mark(`<b onclick="x">&'[tea]`))).toBe(
      '&lt;b onclick=&quot;x&quot;&gt;&amp;&#39;<mark>tea</mark>',
    );
  });

  test('text that holds the marks themselves cannot forge a match', () => {
    const original = `${MATCH_START}forged${MATCH_END} tea`;
    const marked = searchable(original).replace('tea', mark('[tea]'));
    expect(highlight(original, marked)).toBe(`${MATCH_START}forged${MATCH_END} <mark>tea</mark>`);
  });

  test('without a match the text is shown plain', () => {
    expect(highlight('a & b', undefined)).toBe('a &amp; b');
    expect(highlight('edited since', mark('[another] text'))).toBe('edited since');
  });

  test('a long text is cut around its first match, at words', () => {
    const words = (count: number) => 'word '.repeat(count);
    const original = `${words(100)}match ${words(100)}`.trim();
    const result = highlight(original, mark(original.replace('match', '[match]')));
    expect(result).toContain('<mark>match</mark>');
    expect(result).toMatch(/^…word /);
    expect(result).toMatch(/ word…$/);
    expect(result.length).toBeLessThan(240);
  });

  test('a long word is not cut inside a character', () => {
    const result = highlight('👍'.repeat(300), undefined);
    expect(result).toBe(`${'👍'.repeat(100)}…`);
  });
});

import { describe, expect, test } from '@jest/globals';
import { highlight, MATCH_END, MATCH_START } from './highlight.js';
import { type Form, readTerms, textOf } from './words.js';

const mark = (text: string) => text.replaceAll('[', MATCH_START).replaceAll(']', MATCH_END);

/** One form of a text, as the engine gives it back when it has found these words there. */
const found = (text: string, words: string, form: Form = 'parts') => ({
  [form]: mark(textOf(readTerms(text), form).replace(words, `[${words}]`)),
});

describe('highlight', () => {
  test('marks the matches in the text as it was written', () => {
    expect(highlight('Früh am Morgen', { parts: mark('[fruh] am [morgen]') })).toBe(
      '<mark>Früh</mark> am <mark>Morgen</mark>',
    );
  });

  test('marks words that folding changes, that have combining marks, or that have signs between them', () => {
    const text = 'die Straße (l\u2019e\u0301te\u0301)!';
    expect(highlight(text, found(text, 'strasse ete'))).toBe('die <mark>Straße (l’e\u0301te\u0301</mark>)!');
  });

  test('marks a match that several forms found once', () => {
    const text = 'My e-mail, 東京都';
    const marked = { ...found(text, 'email', 'joined'), ...found(text, 'mail'), ...found(text, '京 都', 'characters') };
    expect(highlight(text, marked)).toBe('My <mark>e-mail</mark>, 東<mark>京都</mark>');
  });

  test('escapes everything else', () => {
    const text = '<b onclick="x">&\'tea';
    expect(highlight(text, found(text, 'tea'))).toBe('&lt;b onclick=&quot;x&quot;&gt;&amp;&#39;<mark>tea</mark>');
  });

  test('does not take marks in the text for matches', () => {
    const text = `${MATCH_START}forged${MATCH_END} tea`;
    expect(highlight(text, found(text, 'tea'))).toBe(`${MATCH_START}forged${MATCH_END} <mark>tea</mark>`);
  });

  test('returns the text without marks if nothing matches', () => {
    expect(highlight('a & b', {})).toBe('a &amp; b');
    expect(highlight('edited since', { parts: mark('[another] text') })).toBe('edited since');
  });

  test('marks a text by another one that was indexed in its place', () => {
    expect(highlight('maria_lopez', { parts: mark('maria [lopez]') }, 'maria-lopez')).toBe('maria_<mark>lopez</mark>');
  });

  test('cuts a long text around its first match, between words', () => {
    const words = (count: number) => 'word '.repeat(count);
    const text = `${words(100)}match ${words(100)}`.trim();
    const result = highlight(text, found(text, 'match'));
    expect(result).toContain('<mark>match</mark>');
    expect(result).toMatch(/^…word /);
    expect(result).toMatch(/ word…$/);
    expect(result.length).toBeLessThan(240);
  });

  test('closes changes of text direction at a cut', () => {
    const result = highlight(`\u202e${'word '.repeat(100)}\u202c`, {});
    expect(result).toMatch(/^\u202eword .* word\u202c…$/);
  });

  test('does not cut inside a character', () => {
    const result = highlight('👍'.repeat(300), {});
    expect(result).toBe(`${'👍'.repeat(100)}…`);
  });
});

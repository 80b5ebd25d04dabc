import { describe, expect, test } from '@jest/globals';
import { type Condition, looksForPosts, parsePostSearch, typedName } from './search-text.js';
import { textOf } from './words.js';

/** A search as a line of text: words, then what is wanted, then what is not. */
function told(typed: string): string {
  const { terms, wanted, unwanted } = parsePostSearch(typed);
  const tell = (condition: Condition) => {
    if (condition.kind === 'phrase') return `"${textOf(condition.terms, 'parts')}"`;
    const { kind, ...values } = condition;
    return [kind, ...Object.values(values)].join(':');
  };
  const sides = [textOf(terms, 'parts'), ...wanted.map(tell), ...unwanted.map((condition) => `-${tell(condition)}`)];
  return sides.filter(Boolean).join(' ');
}

describe('parsePostSearch', () => {
  test.each([
    ['fresh  Bread', 'fresh bread'],
    ['#Café', 'tag:cafe'],
    ['＃Café', 'tag:cafe'],
    ['old #town  walls', 'old walls tag:town'],
    ['#tea, please', 'please tag:tea'],
    ['C# is a#language', 'c is a language'],
    ['#2024 #1', '2024 1'],
    ['"The quick  Brown fox"', '"the quick brown fox"'],
    ['“the quick” fox', 'fox "the quick"'],
    ['a "b c" d "e"', 'a d "b c" "e"'],
    ['"never closed', 'never closed'],
    ['tea -coffee', 'tea -"coffee"'],
    ['tea -"iced coffee" -#milk', 'tea -"iced coffee" -tag:milk'],
    ['tea - coffee', 'tea coffee'],
    ['tea --coffee', 'tea -"coffee"'],
    ['e-mail', 'e mail'],
    ['-e-mail tea', 'tea -"e mail"'],
    ['from:Ana', 'from:ana'],
    ['From:@ana_lima tea', 'tea from:ana_lima'],
    ['from：ana', 'from:ana'],
    ['-from:ana tea', 'tea -from:ana'],
    ['before:2026-01-31 after:2024-02-29', 'before:2026-01-31 after:2024-02-29'],
    ['has:media', 'media'],
    ['-has:media tea', 'tea -media'],
    ['from:ana has:MEDIA "a b" #c d', 'd from:ana media "a b" tag:c'],
    ['"from:ana"', '"from ana"'],
    ['12:30 re: http://a.example/b', '12 30 re http a.example b'],
    ['from: Berlin', 'from berlin'],
    ['toto:x', 'toto x'],
  ])('%s', (typed, expected) => {
    expect(told(typed)).toBe(expected);
  });

  test.each(['@', '#', '´', '¨', '"', '""', '" "', '-', '--', '-#', '"´"', '!!!', '-tea', '-"a b" -from:ana'])(
    '%s looks for nothing',
    (typed) => {
      expect(looksForPosts(parsePostSearch(typed))).toBe(false);
    },
  );

  test.each(['tea', '#tea', '"tea"', 'from:ana', 'before:2026-01-01', 'after:2026-01-01', 'has:media', '´ 👍'])(
    '%s looks for something',
    (typed) => {
      expect(looksForPosts(parsePostSearch(typed))).toBe(true);
    },
  );

  test.each([
    ['before:yesterday', 'before: takes a day such as 2026-01-31, not yesterday'],
    ['tea After:2026-02-30', 'after: takes a day such as 2026-01-31, not 2026-02-30'],
    ['after:2026', 'after: takes a day such as 2026-01-31, not 2026'],
    ['has:wings', 'has: takes media, not wings'],
    ['from:Zoë', 'from: takes a user name, not Zoë'],
    ['-from:a.b', 'from: takes a user name, not a.b'],
  ])('%s is refused', (typed, message) => {
    expect(() => parsePostSearch(typed)).toThrow(
      expect.objectContaining({ code: 'invalid_request', fields: [{ field: 'q', message }] }),
    );
  });
});

describe('typedName', () => {
  test('returns the name without its sign', () => {
    expect(typedName(' @Zoë_K')).toBe('zoe_k');
    expect(typedName('#Été')).toBe('ete');
    expect(typedName('＃Été')).toBe('ete');
  });

  test.each(['@', '#', '´', '¨', '___', '@@', '# '])('is none in %s', (typed) => {
    expect(typedName(typed)).toBe('');
  });
});

import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { randomTexts } from '../test/random-texts.js';
import { takesWrittenText, writtenName, writtenText } from './written-text.js';

const taken = (text: string) => writtenText().parse(text);
const errorsOf = (schema: z.ZodType, text: string) =>
  schema.safeParse(text).error?.issues.map(({ message }) => message);

const CONTROLS = ['must not have control characters other than tabs and line breaks'];
const NOT_ONE_LINE = ['must be one line, without characters that change the direction of text'];

describe('a written text', () => {
  test.each([
    ['NUL', 'a\0b'],
    ['a bell', '\x07'],
    ['escape', '\x1b[31m'],
    ['delete', 'a\x7f'],
    ['a C1 control', 'a\x9bb'],
    ['one that trimming would take away', 'a\x0b'],
    ['half a character', 'a\ud83d'],
    ['the other half', '\ude00a'],
    ['U+FFFE', 'a\ufffe'],
    ['U+FDD0', 'a\ufdd0'],
    ['the last of a plane', 'a\u{1ffff}'],
  ])('is refused with %s in it', (_what, text) => {
    expect(errorsOf(writtenText(), text)).toEqual(CONTROLS);
  });

  test.each([
    ['a zero width space', '\u200b'],
    ['Braille', '\u2800\u2800'],
    ['fillers of Korean', '\u3164 \u115f\u1160 \uffa0'],
    ['a soft hyphen', '\u00ad'],
    ['marks alone', '\u0301\u0308\u20e3'],
    ['vowel signs alone', '\u093f'],
    ['variation selectors', '\ufe0f\u{e0101}'],
    ['tag characters', '\u{e0067}\u{e007f}'],
    ['joiners', '\u200d\u200c\u2060\ufeff'],
    ['directions', '\u200f\u202e\u2067'],
    ['spaces', ' \t\n\u3000\u2003'],
    ['interlinear annotation', '\ufff9\ufffb'],
    ['nothing', ''],
  ])('is empty when it is %s', (_what, text) => {
    expect(taken(text)).toBe('');
    expect(errorsOf(writtenText().min(1, 'must not be empty'), text)).toEqual(['must not be empty']);
  });

  test.each([
    ['Persian with a joiner', 'می\u200cخواهم'],
    ['Indic with a joiner', 'क्\u200dष'],
    ['a family', '👨\u200d👩\u200d👧'],
    ['flags', '🏳️\u200d🌈 🇺🇦 🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}'],
    ['a keycap', '#️⃣'],
    ['a letter with a soft hyphen', 'Donau\u00addampf'],
    ['tabs and line breaks', 'a\tb\nc\r\nd'],
    ['an Arabic number sign', '\u0600'],
    ['closed directions', '\u2067שלום\u2069 \u202babc\u202c'],
    ['ends without a beginning', 'a\u202c\u2069'],
  ])('stays as it is: %s', (_what, text) => {
    expect(taken(text)).toBe(text);
  });

  test('is in NFC, without white space around it', () => {
    expect(taken(' cafe\u0301\u3000\n')).toBe('café');
    expect(taken('\u1112\u1161\u11ab')).toBe('한');
    expect(taken('ﬁ Ⅳ')).toBe('ﬁ Ⅳ');
  });

  test.each([
    ['an override', '\u202eabc', '\u202eabc\u202c'],
    ['an embedding', 'a\u202bbc', 'a\u202bbc\u202c'],
    ['an isolate', '\u2066abc', '\u2066abc\u2069'],
    ['several, the last first', '\u202a\u2068\u202d', ''],
    ['several around a letter, the last first', 'a\u202a\u2068\u202d', 'a\u202a\u2068\u202d\u202c\u2069\u202c'],
    ['an isolate inside an embedding, which comes first', 'a\u202a\u2068b', 'a\u202a\u2068b\u2069\u202c'],
    ['an isolate that ends what is in it', 'a\u2067\u202e\u202ab\u2069', 'a\u2067\u202e\u202ab\u2069'],
    ['an embedding around an isolate', 'a\u202e\u2067b\u2069', 'a\u202e\u2067b\u2069\u202c'],
    ['an isolate, which the end of an embedding does not end', 'a\u2067b\u202c', 'a\u2067b\u202c\u2069'],
    ['one of an earlier line', 'a\u202e\nb', 'a\u202e\nb\u202c'],
  ])('has the directions closed that it leaves open: %s', (_what, text, expected) => {
    expect(taken(text)).toBe(expected);
  });

  test('has the length of what is stored of it', () => {
    const short = writtenText().max(4);
    expect(short.parse('  cafe\u0301  ')).toBe('café');
    expect(errorsOf(short, 'coffee')).toHaveLength(1);
    expect(errorsOf(short, '\u202eabc')).toHaveLength(1);
  });

  test('is the same when it is parsed again', () => {
    for (const text of randomTexts(3_000)) {
      const once = writtenText().safeParse(text);
      if (once.success) expect(taken(once.data)).toBe(once.data);
    }
  });
});

describe('a written name', () => {
  test.each(['a\u202eb', 'a\u202ab\u202c', '\u2066a\u2069', 'a\nb', 'a\rb', 'a\u2028b'])('is not %j', (name) => {
    expect(errorsOf(writtenName().min(1), name)).toEqual(NOT_ONE_LINE);
  });

  test.each(['Zoë', 'علی\u200cرضا', 'שרה\u200f', 'Ana 🏳️\u200d🌈'])('is %s', (name) => {
    expect(writtenName().min(1).parse(name)).toBe(name);
  });

  test('is refused or empty in the cases in which a text is', () => {
    expect(errorsOf(writtenName(), 'a\0')).toEqual(CONTROLS);
    expect(writtenName().parse('\u3164')).toBe('');
  });
});

test('`takesWrittenText` recognises the schema, whatever was added to it', () => {
  expect(takesWrittenText(writtenText())).toBe(true);
  expect(takesWrittenText(writtenName().min(1).max(5).meta({ description: 'A name' }))).toBe(true);
  expect(takesWrittenText(z.string().trim().max(5))).toBe(false);
});

import { describe, expect, test } from '@jest/globals';
import { type Form, haveHyphens, lackSpaces, readTerms, textOf } from './words.js';

const form = (form: Form) => (text: string) => textOf(readTerms(text), form);

describe('the words of a text', () => {
  test.each([
    ['Fresh bread, at the corner!', 'fresh bread at the corner'],
    ['El Niño – (2024)', 'el nino 2024'],
    ['#Café @ana_lima', 'cafe ana_lima'],
    ['the quick. Brown', 'the quick brown'],
    ['node.js 3.14', 'node.js 3.14'],
    ['note:bread http://a', 'note bread http a'],
    ['STRASSE Straße STRAẞE', 'strasse strasse strasse'],
    ["don’t don't dont", 'dont dont dont'],
    ["l’été dell'acqua", 'ete acqua'],
    ['caf\u00e9 cafe\u0301', 'cafe cafe'],
    ['한국어 \u1112\u1161\u11ab\u1100\u116e\u11a8\u110b\u1165', '한국어 한국어'],
    ['العَرَبِيَّة العربية', 'العربيه العربيه'],
    ['co\u00adoperate a\u200bb', 'cooperate a b'],
    ['good 👍 morning 👍🏽', 'good 👍 morning 👍🏽'],
    ['1️⃣ first', '1 first'],
    ['ﷺ', 'صلي الله عليه وسلم'],
  ])('%s', (text, expected) => {
    expect(form('parts')(text)).toBe(expected);
  });

  test.each([
    ['Thai', 'ฉันชอบกินข้าวผัดที่ตลาด', 'ข้าว'],
    ['Thai with a letter that Unicode takes apart', 'ฉันดื่มน้ำตอนเช้า', 'น้ำ'],
    ['Lao', 'ຂ້ອຍມັກກິນເຂົ້າ', 'ມັກ'],
    ['Khmer', 'ខ្ញុំចូលចិត្តញ៉ាំបាយ', 'ចូលចិត្ត'],
    ['Burmese', 'ကျွန်တော်မြန်မာစာဖတ်တယ်', 'မြန်မာ'],
    ['Chinese', '我喜欢北京大学的早餐', '早餐'],
    ['Japanese', '毎朝コーヒーを飲みます', 'コーヒー'],
    ['Japanese in half-width kana', '毎朝ｺｰﾋｰを飲みます', 'コーヒー'],
  ])('a word inside a sentence of %s is one of its own', (_script, sentence, word) => {
    const [found] = readTerms(word);
    expect(form('parts')(sentence).split(' ')).toContain(found!.parts[0]!.text);
    expect(readTerms(word)).toHaveLength(1);
  });

  test.each(['', ' ', '@', '#', '´', '¨', '^', '"', '!?', '-', '\u0301', '\u200b', '\ue000\ue001', '___', '„“'])(
    'there are none in %j',
    (text) => {
      expect(readTerms(text)).toEqual([]);
    },
  );

  test('have their positions in the text as it was written', () => {
    const text = 'Die Straße — l’été, ﷺ';
    const written = readTerms(text).flatMap(({ parts }) => parts.map((word) => text.slice(word.start, word.end)));
    expect(written).toEqual(['Die', 'Straße', 'l’été', 'ﷺ', 'ﷺ', 'ﷺ', 'ﷺ']);
  });

  test('are read from the longest texts, whatever signs they are made of', () => {
    const parts = (text: string) => readTerms(text).flatMap((term) => term.parts).length;
    expect(parts('a-'.repeat(2_500))).toBe(2_500);
    expect(parts('\u0301'.repeat(5_000))).toBe(0);
    expect(readTerms('ﷺ'.repeat(5_000))).toHaveLength(1);
  });
});

describe('words with hyphens', () => {
  test.each([
    ['my e-mail', 'my e mail', 'my email'],
    ['up\u2010to\u2011date', 'up to date', 'uptodate'],
    ['2026-01-31', '2026 01 31', '20260131'],
    ['no - hyphen', 'no hyphen', 'no hyphen'],
    ['nor--here -or there-', 'nor here or there', 'nor here or there'],
  ])('%s is searched in parts and joined', (text, parts, joined) => {
    expect([form('parts')(text), form('joined')(text)]).toEqual([parts, joined]);
    expect(haveHyphens(readTerms(text))).toBe(parts !== joined);
  });
});

describe('scripts without spaces', () => {
  test('have their words as characters too, beside the words of other scripts', () => {
    expect(form('characters')('東京AI ガギ')).toBe('東 京 ai ガ ギ');
    expect(form('characters')('㍿')).toBe(form('characters')('株式会社'));
    expect(form('characters')('ตอนน้ำ')).toContain(form('characters')('น้ำ'));
    expect(lackSpaces(readTerms('AI 東京'))).toBe(true);
  });

  test('do not include scripts with spaces', () => {
    expect(['bread', 'хлеб', '한국어 공부', 'हिन्दी'].map((text) => lackSpaces(readTerms(text)))).toEqual(
      new Array(4).fill(false),
    );
  });
});

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { SearchTown } from './search-town.js';

let town: SearchTown;

beforeAll(async () => {
  town = await SearchTown.open();
  await town.person('1', { username: 'ana', fullName: 'Ana Lima' });
  await town.person('2', { username: 'ben_okafor', fullName: 'Jean-Pierre Okafor' });
  await town.person('3', { username: 'wang', fullName: '王小明' });
});
afterAll(() => town.close());

const PICTURE = { id: '1', url: '/m/1.webp', thumbnailUrl: '/m/1-small.webp', width: 1, height: 1 };

/** Posts by their contents; returns which of these a search finds, the oldest first. */
async function among(contents: string[]): Promise<(q: string) => Promise<string[]>> {
  const ids = new Map<string, string>();
  for (const content of contents) ids.set(await town.post('1', content), content);
  await town.indexed();
  return async (q) => {
    const found = await town.find('posts', q);
    return [...ids].filter(([id]) => found.includes(id)).map(([, content]) => content);
  };
}

const highlights = async (q: string): Promise<string[]> => {
  const { body } = await town.get(`/search?q=${encodeURIComponent(q)}`);
  return body.items.map((item: { highlight: string }) => item.highlight);
};

describe('a search for nothing', () => {
  beforeAll(async () => {
    await town.post('1', 'Something #something');
    await town.indexed();
  });

  test.each(['@', '#', '@@', '´', '¨', '^', '"', '""', '-', '!!!', '\u0301', '\u200b', '___'])(
    '%j finds no posts, people or hashtags, and suggests none',
    async (q) => {
      for (const type of ['posts', 'people', 'hashtags'] as const) expect(await town.find(type, q)).toEqual([]);
      const { body } = await town.get(`/search/suggest?q=${encodeURIComponent(q)}`);
      expect(body).toEqual({ people: [], hashtags: [] });
    },
  );

  test('is a search that only excludes', async () => {
    for (const q of ['-nothing', '-"no thing" -from:ana -#something']) expect(await town.find('posts', q)).toEqual([]);
  });

  test('becomes a search when a sign is followed by a beginning', async () => {
    const suggest = async (q: string) => (await town.get(`/search/suggest?q=${encodeURIComponent(q)}`)).body;
    expect(await suggest('@an')).toMatchObject({ people: [{ userId: '1' }], hashtags: [] });
    expect(await suggest('#someth')).toMatchObject({ people: [], hashtags: [{ tag: 'something' }] });
  });
});

describe('words', () => {
  test('a phrase in quotes matches exactly, and its words without quotes match in any order', async () => {
    const [inOrder, other] = ['Ran: the quick brown fox!', 'The brown fox, quick as the wind'] as const;
    const found = await among([inOrder, other]);
    expect(await found('"the quick brown fox"')).toEqual([inOrder]);
    expect(await found('“Quick BROWN fox”')).toEqual([inOrder]);
    expect(await found('quick brown fox')).toEqual([inOrder, other]);
    expect(await found('"quick" "brown fox"')).toEqual([inOrder, other]);
    expect(await found('"brown quick"')).toEqual([]);
    expect(await found('"quick brow"')).toEqual([]);
    expect(await highlights('"brown fox"')).toContain('Ran: the quick <mark>brown fox</mark>!');
  });

  test('hyphens make no difference in words and phrases', async () => {
    const [joined, hyphen, apart] = ['My email address', 'My e-mail address', 'My e mail address'] as const;
    const found = await among([joined, hyphen, apart]);
    expect(await found('email')).toEqual([joined, hyphen]);
    expect(await found('"e-mail"')).toEqual([joined, hyphen, apart]);
    expect(await found('"my email address"')).toEqual([joined, hyphen]);
    expect(await found('"my e-mail address"')).toEqual([joined, hyphen, apart]);
    expect(await found('"my e mail address"')).toEqual([hyphen, apart]);
    expect(await found('emai')).toEqual([joined, hyphen]);
    expect(await highlights('email')).toContain('My <mark>e-mail</mark> address');
  });

  test.each([
    ['Thai', 'ฉันชอบกินข้าวผัดที่ตลาด', 'ข้าว'],
    ['Thai', 'ฉันดื่มน้ำตอนเช้า', 'น้ำ'],
    ['Lao', 'ຂ້ອຍມັກກິນເຂົ້າ', 'ມັກ'],
    ['Khmer', 'ខ្ញុំចូលចិត្តញ៉ាំបាយ', 'ចូលចិត្ត'],
    ['Chinese', '我喜欢北京大学的早餐', '早餐'],
    ['Japanese', '毎朝コーヒーを飲みます', 'コーヒー'],
  ])('a word inside a sentence of %s is found and marked', async (_script, sentence, word) => {
    const found = await among([sentence]);
    expect(await found(word)).toEqual([sentence]);
    expect(await found(`"${word}"`)).toEqual([sentence]);
    expect(await highlights(word)).toContain(sentence.replace(word, `<mark>${word}</mark>`));
  });

  test('in a script without spaces, characters match where the dictionary sees another word', async () => {
    const [whole, inside] = ['京都の朝', '東京都の朝'] as const;
    const found = await among([whole, inside]);
    expect(await found('京都')).toEqual([whole, inside]);
    expect((await highlights('京都')).map((html) => html)).toEqual([
      '<mark>京都</mark>の朝',
      '東<mark>京都</mark>の朝',
    ]);
    expect(await found('"都京"')).toEqual([]);
  });

  test.each([
    ['Korean, decomposed', '\u1112\u1161\u11ab\u1100\u116e\u11a8\u110b\u1165 공부', '한국어'],
    ['Korean', '한국어 연습', '\u1112\u1161\u11ab\u1100\u116e\u11a8\u110b\u1165'],
    ['half-width kana with sound marks', 'ｶﾞｲﾄﾞの本', 'ガイド'],
    ['the capital ẞ', 'DIE STRAẞE', 'strasse'],
    ['the small ß', 'die große Allee', 'GROSSE'],
    ['Arabic vowel signs', 'مَدْرَسَةٌ كبيرة', 'مدرسة'],
    ['forms of alef', 'أحمد هنا', 'احمد'],
    ['a French elision', 'Que d’eau !', 'eau'],
    ['the same with its article', "L'orage et l’éclair", '"d’orage et"'],
    ['an Italian elision', 'la forza dell’acqua', 'acqua'],
  ])('%s is found: %s by %s', async (_case, content, q) => {
    const found = await among([content]);
    expect(await found(q)).toEqual([content]);
  });

  test('a name is found by its words, with hyphens or without, in every script', async () => {
    for (const q of ['jean pierre', 'jeanpierre', 'jean-pierre', 'ben_okafor', 'benokafor', '@ben_okafor']) {
      expect(await town.find('people', q)).toEqual(['2']);
    }
    expect(await town.find('people', '小明')).toEqual(['3']);
    const { body } = await town.get('/search?type=people&q=okafor');
    expect(body.items[0].highlight).toEqual({
      username: 'ben_<mark>okafor</mark>',
      fullName: 'Jean-Pierre <mark>Okafor</mark>',
    });
  });

  test.each([
    ['words', 'ab cd ef gh ij kl mn op qr st uv wx yz '.repeat(5)],
    ['letters', [...'abcdefghijklmnopqrstuvwxyzабвгдежзийклмнопрстуфхцчшщыэюяαβγδεζηθικλμνξοπρ'].join(' ')],
    ['Han characters', Array.from({ length: 200 }, (_, index) => String.fromCodePoint(0x4e00 + 37 * index)).join('')],
    ['ligatures', 'ﷺ'.repeat(200)],
    ['ligatures with hyphens', 'ﷺ-'.repeat(100)],
    ['hyphens', 'a-'.repeat(100)],
    ['long words', 'abcdefgh '.repeat(22)],
    ['phrases', '"ab cd"'.repeat(28)],
    ['exclusions', 'tea -abc'.repeat(25)],
  ])('the longest search of %s is one that the engine takes', async (_kind, q) => {
    for (const type of ['posts', 'people', 'hashtags'] as const) await town.find(type, q.slice(0, 200).trim(), '1');
  });
});

describe('operators', () => {
  const posts: Record<string, string> = {};
  const found = async (q: string, userId?: string) => {
    const ids = await town.find('posts', q, userId);
    return Object.keys(posts).filter((name) => ids.includes(posts[name]!));
  };

  beforeAll(async () => {
    posts.old = await town.post('1', 'Heron in the reeds #heron', { createdAt: '2025-12-31T23:59:59.999Z' });
    posts.picture = await town.post('1', 'A heron in flight', {
      createdAt: '2026-01-01T00:00:00.000Z',
      media: PICTURE,
    });
    posts.bens = await town.post('2', 'Heron and egret #heron', { createdAt: '2026-03-01T12:00:00.000Z' });
    posts.private = await town.post('2', 'Secret heron', { isPrivate: true, createdAt: '2026-03-01T12:00:00.000Z' });
    await town.indexed();
  });

  test.each([
    ['heron from:ana', ['old', 'picture']],
    ['heron from:@BEN_okafor', ['bens']],
    ['heron from:ana from:ben_okafor', ['old', 'picture', 'bens']],
    ['heron from:nobody', []],
    ['heron -from:ana', ['bens']],
    ['heron -from:nobody', ['old', 'picture', 'bens']],
    ['heron before:2026-01-01', ['old']],
    ['heron after:2026-01-01', ['picture', 'bens']],
    ['heron after:2026-01-01 before:2026-01-02', ['picture']],
    ['heron has:media', ['picture']],
    ['heron -has:media', ['old', 'bens']],
    ['from:ana has:media', ['picture']],
    ['#heron', ['old', 'bens']],
    ['heron -#heron', ['picture']],
    ['heron -egret', ['old', 'picture']],
    ['heron -"in the"', ['picture', 'bens']],
    ['heron -egrets', ['old', 'picture', 'bens']],
    ['has:media after:2026-02-01', []],
  ])('%s', async (q, expected) => {
    expect(await found(q)).toEqual(expected);
  });

  test('alone return the newest posts first, and mark nothing', async () => {
    expect((await town.find('posts', 'from:ana before:2026-01-02')).slice(0, 2)).toEqual([posts.picture, posts.old]);
    expect(await highlights('from:ana has:media')).toEqual(['A heron in flight']);
  });

  test('return no post that the reader may not see', async () => {
    expect(await found('from:ben_okafor', '3')).toEqual(['bens']);
    expect(await found('from:ben_okafor', '2')).toEqual(['bens', 'private']);
    town.follows.add('3>2');
    expect(await found('from:ben_okafor before:2026-04-01', '3')).toEqual(['bens', 'private']);
    town.follows.clear();
    await town.block('2', '3');
    expect(await found('from:ben_okafor', '3')).toEqual([]);
  });

  test('name a user by the current user name', async () => {
    await town.person('4', { username: 'carla' });
    posts.carlas = await town.post('4', 'Heron by Carla');
    await town.indexed();
    await town.person('4', { username: 'carlotta' }, 2);
    expect(await found('from:carlotta')).toEqual(['carlas']);
    expect(await found('from:carla')).toEqual([]);
  });

  test.each([
    ['before:yesterday', 'before: takes a day such as 2026-01-31, not yesterday'],
    ['tea has:wings', 'has: takes media, not wings'],
    ['from:a.b', 'from: takes a user name, not a.b'],
  ])('%s is refused by its name', async (q, message) => {
    const { status, body } = await town.get(`/search?q=${encodeURIComponent(q)}`);
    expect(status).toBe(400);
    expect(body.errors).toEqual([{ field: 'q', message }]);
  });

  test('are plain words in searches for people and hashtags', async () => {
    expect(await town.find('people', 'before:yesterday')).toEqual([]);
    expect(await town.find('hashtags', 'has:wings')).toEqual([]);
  });
});

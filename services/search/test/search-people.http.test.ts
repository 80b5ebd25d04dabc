import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { postDeleted, postUpdated, userDeleted } from '@townsquare/contracts';
import { publishedEvents } from '@townsquare/kit/testing';
import { SearchTown } from './search-town.js';

let town: SearchTown;

beforeAll(async () => {
  town = await SearchTown.open();
  await town.person('1', { username: 'maria_lopez', fullName: 'María López', bio: 'Baker of bread' });
  await town.person('2', { username: 'mariana', fullName: 'Mariana Costa' });
  await town.person('3', { username: 'zoek', fullName: 'Zoë König', bio: 'Knows Maria' });
  await town.person('4', { username: 'lopez', fullName: 'Juan Lopez' });
  await town.indexed();
});
afterAll(() => town.close());

describe('searching people', () => {
  test('finds people by user name, name, parts and misspellings, the best match first', async () => {
    expect(await town.find('people', 'maria')).toEqual(['1', '2', '3']);
    expect((await town.find('people', 'maria lopez'))[0]).toBe('1');
    expect((await town.find('people', '@maria_lopez'))[0]).toBe('1');
    expect((await town.find('people', 'lopez'))[0]).toBe('4');
    expect(await town.find('people', 'Konig')).toEqual(['3']);
    expect(await town.find('people', 'KÖNIG')).toEqual(['3']);
    expect(await town.find('people', 'Marianna')).toContain('2');
    expect(await town.find('people', 'bread')).toEqual(['1']);
    expect(await town.find('people', 'nobody')).toEqual([]);
  });

  test('returns the person with the matches marked', async () => {
    const { body } = await town.get('/search?type=people&q=maria%20lopez&limit=1');
    expect(body.items).toEqual([
      {
        kind: 'person',
        person: { userId: '1', username: 'maria_lopez', fullName: 'María López', profilePicture: null },
        highlight: { username: '<mark>maria_lopez</mark>', fullName: '<mark>María López</mark>' },
      },
    ]);
  });

  test('returns consecutive pages', async () => {
    const first = await town.get('/search?type=people&q=maria&limit=2');
    const second = await town.get(`/search?type=people&q=maria&limit=2&cursor=${first.body.nextCursor}`);
    expect(second.body.items.map((item: { person: { userId: string } }) => item.person.userId)).toEqual(['3']);
    expect(second.body.nextCursor).toBeNull();
  });

  test('hides both users from each other after a block', async () => {
    await town.person('10', { username: 'falstaff' });
    await town.block('11', '10');
    await town.indexed();
    expect(await town.find('people', 'falstaff', '11')).toEqual([]);
    expect(await town.find('people', 'falstaff', '12')).toEqual(['10']);
    expect((await town.get('/search/suggest?q=falst', '11')).body.people).toEqual([]);
  });

  test('finds only the latest name, and ignores an older event', async () => {
    await town.person('13', { username: 'octavia' }, 2);
    await town.person('13', { username: 'octavia', fullName: 'Stale Stalactite' }, 1);
    await town.person('13', { username: 'livia', fullName: 'Livia' }, 3);
    await town.indexed();
    expect(await town.find('people', 'octavia')).toEqual([]);
    expect(await town.find('people', 'stalactite')).toEqual([]);
    expect(await town.find('people', 'livia')).toEqual(['13']);
  });

  test.each([
    ['banned', '14'],
    ['inactive', '16'],
  ] as const)('does not find an account that is %s until it is active', async (status, id) => {
    await town.person(id, { username: 'iago' }, 1);
    await town.indexed();
    await town.person(id, { username: 'iago', status }, 2);
    expect(await town.find('people', 'iago')).toEqual([]);
    await town.indexed();
    expect(await town.find('people', 'iago')).toEqual([]);
    await town.person(id, { username: 'iago' }, 3);
    await town.indexed();
    expect(await town.find('people', 'iago')).toEqual([id]);
    // The next case begins without it.
    await town.person(id, { username: 'iago', status }, 4);
    await town.indexed();
  });

  test('does not find a deleted account, even after late events, and reports one purge', async () => {
    await town.person('15', { username: 'ophelia' });
    await town.indexed();
    const event = { id: 'ophelia-gone', aggregateversion: 7 };
    for (let count = 0; count < 2; count++) {
      expect(await town.service.deliver(userDeleted, { userId: '15' }, event)).toBe('SUCCESS');
    }
    expect(await town.find('people', 'ophelia')).toEqual([]);
    await town.person('15', { username: 'ophelia' }, 99);
    await town.indexed();
    expect(await town.find('people', 'ophelia')).toEqual([]);
    const purged = (await publishedEvents(town.service.database, 'user.purged')).filter(
      ({ subject }) => subject === '15',
    );
    expect(purged).toHaveLength(1);
    expect(purged[0]).toMatchObject({ aggregateversion: 7, data: { userId: '15', service: 'search' } });
  });
});

describe('hashtags', () => {
  const counts = async (q: string) => {
    const { body } = await town.get(`/search?type=hashtags&q=${encodeURIComponent(q)}`);
    return body.items.map(({ tag, posts }: { tag: string; posts: number }) => [tag, posts]);
  };

  test('are counted over public posts, also after edits and deletions', async () => {
    const one = town.snapshot('1', 'One #garden #roses');
    await town.service.deliver(postUpdated, one, { aggregateversion: 1 });
    await town.post('2', 'Two #gardening #garden');
    await town.post('2', 'Not told #garden', { isPrivate: true });
    await town.indexed();
    expect(await counts('#garden')).toEqual([
      ['garden', 2],
      ['gardening', 1],
    ]);
    await town.service.deliver(postUpdated, { ...one, hashtags: ['roses'] }, { aggregateversion: 2 });
    await town.indexed();
    expect(await counts('garden')).toEqual([
      ['garden', 1],
      ['gardening', 1],
    ]);
    await town.service.deliver(postDeleted, { postId: one.postId, authorId: '1' }, { aggregateversion: 3 });
    await town.indexed();
    expect(await counts('roses')).toEqual([]);
  });

  test('are found misspelt and without accents, and each keeps its spelling', async () => {
    await town.post('1', 'Voilà #été');
    await town.post('1', 'Plain #ete');
    await town.post('1', 'Typing #photography');
    await town.indexed();
    expect((await counts('ete')).map(([tag]: [string]) => tag)).toEqual(['ete', 'été']);
    expect(await counts('#photografy')).toEqual([['photography', 1]]);
  });

  test('count all spellings as one tag, and show the spelling of the newest post', async () => {
    const post = async (...hashtags: string[]) => {
      const written = { ...town.snapshot('1', 'Look'), hashtags };
      await town.service.deliver(postUpdated, written, { aggregateversion: 1 });
      return written;
    };
    const first = await post('Straße', 'İstanbul', '\ufe0f\u20e3');
    const newest = await post('STRASSE', 'ISTANBUL');
    await town.indexed();
    expect([await counts('straße'), await counts('#istanbul')]).toEqual([[['STRASSE', 2]], [['ISTANBUL', 2]]]);
    expect(await town.find('posts', '#strasse')).toEqual([newest.postId, first.postId]);
    await town.service.deliver(postUpdated, { ...newest, hashtags: ['strasse'] }, { aggregateversion: 2 });
    await town.indexed();
    expect([await counts('STRASSE'), await counts('istanbul')]).toEqual([[['strasse', 2]], [['İstanbul', 1]]]);
  });

  test('are returned in consecutive pages', async () => {
    for (const tag of ['kiteone', 'kitetwo', 'kitethree']) await town.post('1', `#${tag}`);
    await town.indexed();
    const first = await town.get('/search?type=hashtags&q=kite&limit=2');
    expect(first.body.items).toHaveLength(2);
    const second = await town.get(`/search?type=hashtags&q=kite&limit=2&cursor=${first.body.nextCursor}`);
    expect(second.body).toEqual({ items: [{ kind: 'hashtag', tag: 'kitetwo', posts: 1 }], nextCursor: null });
  });
});

describe('suggestions', () => {
  beforeAll(async () => {
    for (let count = 0; count < 3; count++) await town.post('1', 'More #marathon');
    await town.post('1', 'One #marigold');
    await town.indexed();
  });

  test('are people and hashtags that begin with the text, the most used hashtags first', async () => {
    const { status, body } = await town.get('/search/suggest?q=Mar');
    expect(status).toBe(200);
    expect(body.people.map((person: { userId: string }) => person.userId).sort()).toEqual(['1', '2']);
    expect(body.hashtags).toEqual([
      { tag: 'marathon', posts: 3 },
      { tag: 'marigold', posts: 1 },
    ]);
  });

  test('match the second word of a name, and names with accents', async () => {
    const people = async (q: string) =>
      (await town.get(`/search/suggest?q=${encodeURIComponent(q)}`)).body.people.map(
        (person: { userId: string }) => person.userId,
      );
    expect(await people('maria lo')).toEqual(['1']);
    expect(await people('koni')).toEqual(['3']);
    expect(await people('ZOË')).toEqual(['3']);
    expect((await people('lopez'))[0]).toBe('4');
  });

  test('are of one kind after a sign', async () => {
    expect((await town.get('/search/suggest?q=%23mar')).body.people).toEqual([]);
    expect((await town.get('/search/suggest?q=%40mar')).body.hashtags).toEqual([]);
    expect((await town.get('/search/suggest?q=%40mar&limit=1')).body.people).toHaveLength(1);
    expect((await town.get('/search/suggest?q=%40')).body).toEqual({ people: [], hashtags: [] });
  });

  test.each([
    ['/search/suggest', 'q'],
    ['/search/suggest?q=a&limit=11', 'limit'],
  ])('%s is refused: %s', async (path, field) => {
    const { status, body } = await town.get(path);
    expect(status).toBe(400);
    expect(body.errors[0].field).toBe(field);
  });
});

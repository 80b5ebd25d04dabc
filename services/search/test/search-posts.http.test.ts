import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { postDeleted, postUpdated, profileUpdated, userDeleted } from '@townsquare/contracts';
import { AT, SearchTown } from './search-town.js';

let town: SearchTown;

beforeAll(async () => {
  town = await SearchTown.open();
  for (const id of ['1', '2', '3', '4', '5', '6']) await town.person(id);
});
afterAll(() => town.close());

describe('searching posts', () => {
  test('ranks exact words before beginnings of words, and these before misspelt ones', async () => {
    const misspelt = await town.post('1', 'We sell marmelade here, marmelade and marmelade');
    const begun = await town.post('1', 'The marmalades of Dundee');
    const exact = await town.post(
      '1',
      'A jar of marmalade from last summer, with rather a lot of other words around it',
    );
    await town.indexed();
    expect(await town.find('posts', 'marmalade')).toEqual([exact, begun, misspelt]);
    expect(await town.find('posts', 'marmlade')).toEqual(expect.arrayContaining([exact, misspelt]));
    expect(await town.find('posts', 'marm')).toHaveLength(3);
    expect(await town.find('posts', 'marmalade elephants')).toEqual([]);
  });

  test('returns the post as other lists do, and marks the matches as safe HTML', async () => {
    const id = await town.post('2', '<b>Crème brûlée</b> & tea #dessert');
    await town.indexed();
    const { body } = await town.get(`/search?q=${encodeURIComponent('creme brule')}`);
    expect(body).toEqual({
      items: [
        {
          kind: 'post',
          highlight: '&lt;b&gt;<mark>Crème</mark> <mark>brûlée</mark>&lt;/b&gt; &amp; tea #dessert',
          post: {
            id,
            author: { userId: '2', username: 'user2', fullName: 'Person 2', profilePicture: null },
            content: '<b>Crème brûlée</b> & tea #dessert',
            media: null,
            isPrivate: false,
            hashtags: ['dessert'],
            mentions: [],
            createdAt: AT,
            updatedAt: AT,
          },
        },
      ],
      nextCursor: null,
    });
    expect(await town.find('posts', 'CRÈME BRÛLÉE')).toEqual([id]);
  });

  test('finds the posts with a hashtag, the newest first, alone or with words', async () => {
    const old = await town.post('1', 'Rain again #wéather', { createdAt: '2026-01-01T00:00:00.000Z' });
    const recent = await town.post('2', 'Sun at last #wéather');
    await town.post('2', 'The weather is fine');
    await town.indexed();
    expect(await town.find('posts', '#weather')).toEqual([recent, old]);
    expect(await town.find('posts', '#Wéather rain')).toEqual([old]);
    expect(await town.find('posts', '#weather #other')).toEqual([]);
  });

  test('returns consecutive pages, also of posts with equal scores and times', async () => {
    for (let count = 0; count < 7; count++) await town.post('3', 'Identical zebra crossing');
    await town.indexed();
    const seen: string[] = [];
    let cursor: string | null = '';
    let pages = 0;
    while (cursor !== null) {
      const { body } = await town.get(`/search?q=zebra&limit=3${cursor && `&cursor=${cursor}`}`);
      seen.push(...body.items.map((item: { post: { id: string } }) => item.post.id));
      cursor = body.nextCursor;
      pages += 1;
    }
    expect(pages).toBe(3);
    expect(new Set(seen).size).toBe(7);
  });

  test('refuses the cursor of another search', async () => {
    const { body } = await town.get('/search?q=zebra&limit=3');
    const other = await town.get(`/search?q=crossing&limit=3&cursor=${body.nextCursor}`);
    expect(other.status).toBe(400);
    expect(other.body.code).toBe('invalid_cursor');
    expect((await town.get('/search?q=zebra&cursor=x')).body.code).toBe('invalid_cursor');
  });

  test.each([
    ['/search', 'q'],
    ['/search?q=%20%20', 'q'],
    [`/search?q=${'x'.repeat(201)}`, 'q'],
    ['/search?q=a&type=everything', 'type'],
    ['/search?q=a&limit=0', 'limit'],
    ['/search?q=a&limit=101', 'limit'],
    ['/search?q=a&page=2', 'page'],
  ])('%s is refused: %s', async (path, field) => {
    const { status, body } = await town.get(path);
    expect(status).toBe(400);
    expect(body.errors.map((error: { field: string }) => error.field)).toEqual([field]);
  });

  test('refuses an invalid token', async () => {
    const response = await fetch(`${town.service.url}/api/v1/search?q=a`, {
      headers: { ...(await town.service.as()), authorization: 'Bearer nonsense' },
    });
    expect(response.status).toBe(401);
  });

  test('finds nothing for signs alone, without an error', async () => {
    for (const q of ['#', '@', '!!!', '"', '\\', '*', '👍', 'a AND (b', '#a #b']) {
      expect(await town.find('posts', q)).toEqual([]);
    }
  });
});

describe('who may find a post', () => {
  test('the author and followers find a private post', async () => {
    const id = await town.post('4', 'Quietly a xylophone', { isPrivate: true });
    town.follows.add('1>4');
    await town.indexed();
    expect(await town.find('posts', 'xylophone', '4')).toEqual([id]);
    expect(await town.find('posts', 'xylophone', '1')).toEqual([id]);
    expect(await town.find('posts', 'xylophone', '2')).toEqual([]);
    expect(await town.find('posts', 'xylophone')).toEqual([]);
  });

  test('the author and followers find a public post of a private account', async () => {
    await town.person('30');
    const id = await town.post('30', 'Softly a glockenspiel');
    await town.indexed();
    expect(await town.find('posts', 'glockenspiel', '2')).toEqual([id]);
    await town.person('30', { isPrivate: true }, 2);
    town.follows.add('1>30');
    expect(await town.find('posts', 'glockenspiel', '30')).toEqual([id]);
    expect(await town.find('posts', 'glockenspiel', '1')).toEqual([id]);
    expect(await town.find('posts', 'glockenspiel', '2')).toEqual([]);
    expect(await town.find('posts', 'glockenspiel')).toEqual([]);
    town.graphAnswers = false;
    expect(await town.find('posts', 'glockenspiel', '1')).toEqual([]);
    town.graphAnswers = true;
  });

  test('readers find only public posts while the follows are unavailable', async () => {
    const open = await town.post('4', 'Loudly a xylophone');
    await town.indexed();
    town.graphAnswers = false;
    expect(await town.find('posts', 'xylophone', '1')).toEqual([open]);
    town.graphAnswers = true;
  });

  test('two users do not find each other’s posts after a block, private or not', async () => {
    const id = await town.post('5', 'A harpsichord');
    await town.post('5', 'My own harpsichord', { isPrivate: true });
    town.follows.add('6>5');
    await town.indexed();
    expect(await town.find('posts', 'harpsichord', '6')).toHaveLength(2);
    await town.block('5', '6');
    expect(await town.find('posts', 'harpsichord', '6')).toEqual([]);
    expect(await town.find('posts', 'harpsichord', '1')).toEqual([id]);
  });

  test('nobody else finds a post from the moment it becomes private', async () => {
    const post = town.snapshot('1', 'A bassoon for everyone');
    await town.service.deliver(postUpdated, post, { aggregateversion: 1 });
    await town.indexed();
    expect(await town.find('posts', 'bassoon', '2')).toEqual([post.postId]);
    await town.service.deliver(postUpdated, { ...post, isPrivate: true }, { aggregateversion: 2 });
    expect(await town.find('posts', 'bassoon', '2')).toEqual([]);
  });

  test('nobody finds posts of a banned or deleted account', async () => {
    await town.person('20');
    await town.person('21');
    await town.post('20', 'Ocarina by one');
    await town.post('21', 'Ocarina by another');
    await town.indexed();
    expect(await town.find('posts', 'ocarina')).toHaveLength(2);
    await town.person('20', { status: 'banned' }, 2);
    await town.service.deliver(userDeleted, { userId: '21' });
    expect(await town.find('posts', 'ocarina')).toEqual([]);
  });
});

describe('changes of posts', () => {
  test('an edited post is found by its new words only', async () => {
    const post = town.snapshot('1', 'Once a caterpillar');
    await town.service.deliver(postUpdated, post, { aggregateversion: 1 });
    await town.service.deliver(postUpdated, { ...post, content: 'Now a butterfly' }, { aggregateversion: 2 });
    await town.indexed();
    expect(await town.find('posts', 'caterpillar')).toEqual([]);
    expect(await town.find('posts', 'butterfly')).toEqual([post.postId]);
  });

  test('a late older event changes nothing, nor does a repeated one', async () => {
    const post = town.snapshot('1', 'The latest gazette');
    const latest = { aggregateversion: 3, id: 'gazette-3' };
    expect(await town.service.deliver(postUpdated, post, latest)).toBe('SUCCESS');
    expect(await town.service.deliver(postUpdated, { ...post, content: 'Forged' }, latest)).toBe('SUCCESS');
    const stale = { ...post, content: 'An ancient papyrus' };
    expect(await town.service.deliver(postUpdated, stale, { aggregateversion: 2 })).toBe('SUCCESS');
    await town.indexed();
    expect(await town.find('posts', 'papyrus')).toEqual([]);
    expect(await town.find('posts', 'gazette')).toEqual([post.postId]);
  });

  test('simultaneous events of one post leave the latest version', async () => {
    const post = town.snapshot('1', 'Edition 0 of the almanac');
    const versions = Array.from({ length: 12 }, (_, index) => index + 1);
    const statuses = await Promise.all(
      versions.map((version) => {
        const data = { ...post, content: `Edition ${version} of the almanac` };
        return town.service.deliver(postUpdated, data, { aggregateversion: version });
      }),
    );
    expect(new Set(statuses)).toEqual(new Set(['SUCCESS']));
    await town.indexed();
    const { body } = await town.get('/search?q=almanac');
    expect(body.items.map((item: { post: { content: string } }) => item.post.content)).toEqual([
      'Edition 12 of the almanac',
    ]);
  });

  test('a deleted post is not found, even after late older events', async () => {
    const post = town.snapshot('1', 'A fleeting dragonfly');
    const deleted = { postId: post.postId, authorId: '1' };
    expect(await town.service.deliver(postDeleted, deleted, { aggregateversion: 2 })).toBe('SUCCESS');
    expect(await town.service.deliver(postUpdated, post, { aggregateversion: 1 })).toBe('SUCCESS');
    await town.indexed();
    expect(await town.find('posts', 'dragonfly')).toEqual([]);
  });

  test('a page is filled even if the index still has posts that are hidden by now', async () => {
    await town.person('23');
    for (let count = 0; count < 6; count++) await town.post('23', 'A crowded accordion');
    const old = { createdAt: '2026-01-01T00:00:00.000Z' };
    const visible = [
      await town.post('1', 'A crowded accordion', old),
      await town.post('2', 'A crowded accordion', old),
    ];
    await town.indexed();
    await town.person('23', { status: 'banned' }, 2);
    const { body } = await town.get('/search?q=accordion&limit=2');
    expect(body.items.map((item: { post: { id: string } }) => item.post.id).sort()).toEqual(visible.sort());
    expect(body.nextCursor).toBeNull();
  });

  test('an author is shown under the latest name', async () => {
    await town.person('22');
    await town.post('22', 'A nightingale sang');
    await town.indexed();
    await town.person('22', { fullName: 'Renamed' }, 2);
    const { body } = await town.get('/search?q=nightingale');
    expect(body.items[0].post.author.fullName).toBe('Renamed');
  });

  test('an event without required data goes to the dead letters', async () => {
    expect(await town.service.deliver(profileUpdated, { userId: '1' } as never)).toBe('DROP');
  });
});

describe.each([
  { how: 'private', author: '7', hiding: { isPrivate: true } },
  { how: 'banned', author: '8', hiding: { status: 'banned' } },
  { how: 'inactive', author: '9', hiding: { status: 'inactive' } },
] as const)('the hashtags of an account that is $how', ({ author, hiding }) => {
  test('are not found until the account is visible again', async () => {
    await town.person(author);
    for (const content of ['One #gannet', 'Two #gannet', 'Three #gannet #guillemot']) {
      const postId = await town.post(author, content);
      const owned = town.snapshot(author, content, { postId });
      town.exports.owned.posts.set(postId, { ...owned, version: 1 });
    }
    const found = async () => {
      await town.indexed();
      return [...(await town.find('hashtags', 'gannet')), ...(await town.find('hashtags', 'guillemot'))];
    };
    expect(await found()).toEqual(['gannet', 'guillemot']);
    await town.person(author, hiding, 2);
    await town.visitPrivacyChanges();
    expect(await found()).toEqual([]);
    const meanwhile = await town.post(author, 'Four #razorbill');
    town.exports.owned.posts.set(meanwhile, {
      ...town.snapshot(author, 'Four #razorbill', { postId: meanwhile }),
      version: 1,
    });
    await town.indexed();
    expect(await town.find('hashtags', 'razorbill')).toEqual([]);
    await town.person(author, {}, 3);
    await town.visitPrivacyChanges();
    expect(await found()).toEqual(['gannet', 'guillemot']);
    expect(await town.find('hashtags', 'razorbill')).toEqual(['razorbill']);
    // The next of the table begins without them.
    await town.person(author, hiding, 4);
    await town.visitPrivacyChanges();
  });
});

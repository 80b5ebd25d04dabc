import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { PersonGraph } from '@townsquare/contracts';
import { postOf, recountAll, testGraph, testProfile } from '@townsquare/projections/testing';
import { FeedTown } from './feed-town.js';

let town: FeedTown;

beforeAll(async () => {
  town = await FeedTown.start();
});
afterAll(() => town.stop());

/** User 2 follows user 1, who wrote the posts 10 and 11; user 2 wrote post 20. Feed has received all events of it. */
beforeEach(async () => {
  await town.clear();
  town.exports.clear();
  await town.people(1, 2, 3);
  for (const userId of ['1', '2', '3']) {
    const names = { username: `user${userId}`, fullName: `Person ${userId}` };
    town.exports.owned.profiles.set(userId, testProfile(userId, names));
    own(testGraph(userId));
  }
  await town.follow(2, 1, 1);
  own(testGraph('2', { following: [{ userId: '1', at: new Date().toISOString() }] }));
  await newPost(10, 1);
  await newPost(11, 1);
  await newPost(20, 2);
});

const own = (graph: PersonGraph) => town.exports.owned.graph.set(graph.userId, graph);

/** Creates a post of user 1 and announces it to user 2. */
async function newPost(postId: number, author: number): Promise<void> {
  const post = await town.post(postId, author);
  town.exports.owned.posts.set(post.postId, { ...post, version: 1 });
  if (author === 1) await town.announce(post, [2]);
}

/** The differences without the times of the entries. */
const recount = async (repair?: 'repair') =>
  (await recountAll(town.service, repair)).map((line) => line.replace(/ of \d{4}-\S+/, ''));

const damage = (sql: string) => town.service.database.manager.query(sql);

test('what feed derived from events agrees with the owners', async () => {
  expect(await recount()).toEqual([]);
});

test('the recount finds and repairs entries that are missing, of unknown users, or of another moment', async () => {
  await damage('DELETE FROM timeline_entries WHERE user_id = 2 AND post_id IN (10, 20)');
  await damage(`INSERT INTO timeline_entries (user_id, post_id, author_id, created_at) VALUES
    (3, 10, 1, UTC_TIMESTAMP(3)), (2, 11, 1, '2020-01-01'), (2, 99, 1, '2020-01-01'), (77, 10, 1, '2020-01-01')`);
  expect((await recount()).sort()).toEqual([
    'timeline entry 2/10: nothing | post 10 by 1',
    'timeline entry 2/11: post 11 by 1 | nothing',
    'timeline entry 2/20: nothing | post 20 by 2',
    'timeline entry 2/99: post 99 by 1 | nothing',
    'timeline entry 3/10: post 10 by 1 | nothing',
    'timeline entry 77/10: post 10 by 1 | nothing',
  ]);
  await recount('repair');
  expect(await recount()).toEqual([]);
  expect(await town.entries(2)).toEqual(['10', '11', '20']);
  expect(await town.entries(3)).toEqual([]);
});

test('the recount compares posts and follows with their owners, and repairs the timelines accordingly', async () => {
  const changed = town.exports.owned.posts.get('10')!;
  town.exports.owned.posts.set('10', { ...changed, content: 'Edited', version: 2 });
  town.exports.owned.posts.delete('11');
  const fresh = postOf(12, 1);
  town.exports.owned.posts.set('12', { ...fresh, version: 1 });
  own(testGraph('3', { version: 4, following: [{ userId: '1', at: new Date().toISOString() }] }));
  await damage(`UPDATE feed_posts SET content = 'Somebody else wrote this' WHERE post_id = 20`);
  expect((await recount()).sort()).toEqual([
    'follow 3>1: nothing | follows',
    'post 10: version 1 | version 2',
    'post 11: version 1 | nothing',
    'post 12: nothing | version 1',
    'post 20: other version 1 | version 1',
  ]);
  await recount('repair');
  await town.purge();
  expect(await recount()).toEqual([]);
  expect(await town.sees(3)).toEqual(['12', '10']);
  expect((await town.get(2)).body.items.map((item: { content: string }) => item.content)).toEqual([
    'Post 12',
    'Post 20',
    'Edited',
  ]);
  // A late event from before the repair changes nothing.
  await town.unfollow(3, 1, 4);
  expect(await town.sees(3)).toEqual(['12', '10']);
});

test('the recount repairs an unfollow that was missed', async () => {
  own(testGraph('2', { version: 2 }));
  expect(await recount()).toEqual(['follow 2>1: follows | nothing']);
  await recount('repair');
  expect(await recount()).toEqual([]);
  expect(await town.entries(2)).toEqual(['20']);
});

test('the recount accepts entries of a pulled author or none, and ignores mutes', async () => {
  own({ ...town.exports.owned.graph.get('2')!, version: 2, muting: ['1'] });
  await town.mute(2, 1, 2);
  await damage('UPDATE feed_posts SET created_at = created_at + INTERVAL 1 HOUR WHERE author_id = 1');
  for (const post of town.exports.owned.posts.values()) {
    if (post.authorId !== '1') continue;
    const createdAt = new Date(Date.parse(post.createdAt) + 3_600_000).toISOString();
    town.exports.owned.posts.set(post.postId, { ...post, createdAt });
  }
  await damage('DELETE FROM timeline_entries WHERE user_id = 2 AND author_id = 1');
  await damage('UPDATE timeline_entries SET created_at = created_at + INTERVAL 1 HOUR WHERE author_id = 1');
  expect(await recount()).toHaveLength(2);
  await damage('UPDATE accounts SET pulled = 1 WHERE user_id = 1');
  expect(await recount()).toEqual([]);
});

test('the recount adds mutes that feed never received, and ends those whose end it missed', async () => {
  own({ ...town.exports.owned.graph.get('2')!, version: 5, muting: ['1', '3'] });
  await town.mute(3, 1, 1);
  await town.mute(2, 3, 2);
  expect((await recount()).sort()).toEqual(['mute 2>1: nothing | muted', 'mute 3>1: muted | nothing']);
  await recount('repair');
  expect(await recount()).toEqual([]);
  expect(await town.sees(2)).toEqual(['20']);
  // A late event whose state the graph already had changes nothing.
  await town.unmute(2, 1, 4);
  expect(await town.sees(2)).toEqual(['20']);
});

test('the recount adds muted words that feed never received, in any order of the list', async () => {
  own(testGraph('1', { version: 3, mutedWords: ['jam', 'tea'] }));
  own({ ...town.exports.owned.graph.get('2')!, version: 4, mutedWords: ['post'] });
  await town.muteWords(1, ['tea', 'jam'], 3);
  await town.muteWords(3, ['milk'], 1);
  expect(await recount()).toEqual([
    expect.stringMatching(/^muted words 2: nothing \| 1 words \(\w{12}\)$/),
    expect.stringMatching(/^muted words 3: 1 words \(\w{12}\) \| nothing$/),
  ]);
  await recount('repair');
  expect(await recount()).toEqual([]);
  expect(await town.sees(2)).toEqual(['20']);
});

test('the recount expects no entries beyond the end of a full timeline', async () => {
  for (let postId = 100; postId < 305; postId++) {
    const post = { ...postOf(postId, 2), createdAt: new Date(Date.now() + postId).toISOString() };
    await town.post(postId, 2, { createdAt: post.createdAt, updatedAt: post.createdAt });
    town.exports.owned.posts.set(post.postId, { ...post, updatedAt: post.createdAt, version: 1 });
  }
  await damage('DELETE FROM timeline_entries WHERE user_id = 2 AND post_id IN (10, 102, 300)');
  expect(await recount()).toEqual(['timeline entry 2/300: nothing | post 300 by 2']);
});

import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { postUpdated, userDeleted } from '@townsquare/contracts';
import { postOf } from '@townsquare/projections/testing';
import { FeedTown } from './feed-town.js';

const AUTHOR = 1;
const READER = 2;
const OTHER = 3;

let town: FeedTown;
beforeAll(async () => {
  town = await FeedTown.start();
});
afterAll(() => town.stop());
beforeEach(async () => {
  await town.clear();
  await town.people(AUTHOR, READER, OTHER);
});

const at = (minute: number) => new Date(Date.now() - minute * 60_000).toISOString();
const query = (sql: string) => town.service.database.manager.query(sql);
const rows = () => query('SELECT * FROM known_mutes');

describe('a muted author', () => {
  test('is hidden from the timeline of the muter, however the posts arrived, and is shown again after the mute ends', async () => {
    await town.post(10, AUTHOR, { createdAt: at(9) });
    await town.post(30, OTHER, { createdAt: at(8) });
    await town.follow(READER, AUTHOR, 1);
    await town.follow(READER, OTHER, 2);
    await town.mute(READER, AUTHOR, 3);
    await town.announce(await town.post(11, AUTHOR, { createdAt: at(7) }), [READER]);
    await town.post(12, AUTHOR);
    await town.announce(await town.post(13, AUTHOR, { createdAt: at(6) }), [], true);
    expect(await town.sees(READER)).toEqual(['30']);
    await town.unmute(READER, AUTHOR, 4);
    expect(await town.sees(READER)).toEqual(['12', '13', '11', '30', '10']);
  });

  test('is hidden from the muter alone', async () => {
    await town.follow(OTHER, AUTHOR, 1);
    await town.follow(AUTHOR, READER, 1);
    await town.mute(READER, AUTHOR, 1);
    await town.post(10, AUTHOR);
    await town.post(20, READER);
    expect([await town.sees(OTHER), await town.sees(AUTHOR)]).toEqual([['10'], ['20', '10']]);
  });

  test('does not shorten the page', async () => {
    await town.follow(READER, AUTHOR, 1);
    await town.follow(READER, OTHER, 2);
    await town.post(30, OTHER, { createdAt: at(8) });
    await town.post(31, OTHER, { createdAt: at(9) });
    for (let id = 100; id < 120; id++) await town.post(id, AUTHOR);
    await town.mute(READER, AUTHOR, 3);
    const { body } = await town.get(READER, '?limit=2');
    expect(body.items.map((item: { id: string }) => item.id)).toEqual(['30', '31']);
  });
});

describe('a muted word', () => {
  beforeEach(async () => {
    await town.follow(READER, AUTHOR, 1);
    await town.post(10, AUTHOR, { content: 'Wer hat den ÉTÉ gesehen?', createdAt: at(9) });
    await town.post(11, AUTHOR, { content: 'Der Étendard', createdAt: at(8) });
    await town.post(12, AUTHOR, { content: 'Look #ete', createdAt: at(7) });
  });

  test('hides the posts that contain it for as long as it is muted', async () => {
    await town.muteWords(READER, ['ete', 'tea time'], 2);
    expect(await town.sees(READER)).toEqual(['11']);
    await town.muteWords(READER, ['tea time'], 3);
    expect(await town.sees(READER)).toEqual(['12', '11', '10']);
  });

  test('is looked for in the current text of a post', async () => {
    await town.muteWords(READER, ['etendard'], 2);
    expect(await town.sees(READER)).toEqual(['12', '10']);
    const edit = (content: string) => postOf(11, AUTHOR, { content, createdAt: at(8) });
    await town.deliver(postUpdated, edit('Der Wimpel'), { aggregateversion: 2 });
    expect(await town.sees(READER)).toEqual(['12', '11', '10']);
  });

  test('hides no post from its author, and nothing from other readers', async () => {
    await town.follow(OTHER, AUTHOR, 1);
    await town.post(20, READER, { content: 'ete' });
    await town.muteWords(READER, ['ete'], 2);
    expect([await town.sees(READER), await town.sees(OTHER)]).toEqual([
      ['20', '11'],
      ['12', '11', '10'],
    ]);
  });

  test('follows the latest list, in whatever order the lists arrive', async () => {
    await town.muteWords(READER, [], 4);
    await town.muteWords(READER, ['ete'], 3);
    expect(await town.sees(READER)).toHaveLength(3);
  });

  test('is removed with the account, and a late event does not restore it', async () => {
    await town.muteWords(READER, ['ete'], 2);
    await town.deliver(userDeleted, { userId: `${READER}` }, { aggregateversion: 2 });
    await town.purge();
    await town.muteWords(READER, ['ete'], 3);
    expect(await query('SELECT * FROM known_muted_words')).toEqual([]);
  });
});

describe('an event about a mute', () => {
  test('changes nothing when it is repeated or late', async () => {
    await town.follow(READER, AUTHOR, 1);
    await town.post(10, AUTHOR);
    await town.unmute(READER, AUTHOR, 3);
    await town.mute(READER, AUTHOR, 2);
    expect(await town.sees(READER)).toEqual(['10']);
    for (let time = 0; time < 2; time++) await town.mute(READER, AUTHOR, 4);
    await town.unmute(READER, AUTHOR, 3);
    expect(await town.sees(READER)).toEqual([]);
  });

  test.each([
    ['muter', READER],
    ['muted user', AUTHOR],
  ])('of a %s who is gone is not kept, and what was kept goes', async (_who, gone) => {
    await town.mute(READER, AUTHOR, 1);
    await town.mute(OTHER, AUTHOR, 1);
    await town.mute(READER, OTHER, 2);
    await town.deliver(userDeleted, { userId: `${gone}` }, { aggregateversion: 2 });
    await town.purge();
    expect(await rows()).toHaveLength(1);
    await town.mute(READER, AUTHOR, 3);
    expect(await rows()).toHaveLength(1);
  });
});

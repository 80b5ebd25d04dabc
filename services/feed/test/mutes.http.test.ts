import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { userDeleted } from '@townsquare/contracts';
import { FeedTown } from './town.js';

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
const rows = () => town.service.database.manager.query('SELECT * FROM known_mutes');

describe('a muted author', () => {
  test('is in no timeline of the muter, by whatever way the posts came, and is back when unmuted', async () => {
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

  test('is muted for the muter alone', async () => {
    await town.follow(OTHER, AUTHOR, 1);
    await town.follow(AUTHOR, READER, 1);
    await town.mute(READER, AUTHOR, 1);
    await town.post(10, AUTHOR);
    await town.post(20, READER);
    expect([await town.sees(OTHER), await town.sees(AUTHOR)]).toEqual([['10'], ['20', '10']]);
  });

  test('leaves room on the page for others', async () => {
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

describe('news of mutes', () => {
  test('that comes twice, or late, changes nothing', async () => {
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
    ['one who is muted', AUTHOR],
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

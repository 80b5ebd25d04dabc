import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { operations } from '../support/operations.js';
import { DOORS, type Door } from '../support/visibility-endpoints.js';
import { type Author, type Piece, Scene } from '../support/visibility-scene.js';
import { NO_CONTENT, PROMISED, RELATIONS, type Relation } from '../support/visibility-table.js';

// Of many things that come soon, each may take its time on a busy machine.
jest.setTimeout(120_000);

let scene: Scene;

const kindOf = ({ isPrivate, author }: Piece) => (isPrivate || author.isPrivate ? 'private' : 'public');
const shows = (door: Door, relation: Relation, piece: Piece) => door.shows(scene.readers[relation], piece);
/** Waits until a door shows a piece to a reader, or shows it no more. */
const becomes = (door: Door, relation: Relation, piece: Piece, shown: boolean) =>
  eventually(
    () => shows(door, relation, piece),
    (answer) => answer === shown,
    `${door.name}: a ${kindOf(piece)} post is ${shown ? '' : 'not '}shown to ${relation}`,
  );

/** Waits until a door shows a piece to all who are promised it. */
async function isOpen(door: Door, piece: Piece, among: readonly Relation[] = RELATIONS): Promise<void> {
  const seers = among.filter((relation) => door.promised[kindOf(piece)].includes(relation));
  await Promise.all(seers.map((relation) => becomes(door, relation, piece, true)));
}

/** What is put before people, and is kept away from who has muted it while that lasts. */
const MUTABLE = [PROMISED.timeline, PROMISED.found, PROMISED.trend] as readonly object[];
const MUTING = ['muting', 'mutingWord'] as const;
const mutable = DOORS.filter(({ promised }) => MUTABLE.includes(promised));

/** To whom a door shows a piece now. */
async function seersOf(door: Door, piece: Piece): Promise<Relation[]> {
  const shown = await Promise.all(RELATIONS.map((relation) => shows(door, relation, piece)));
  return RELATIONS.filter((_relation, place) => shown[place]);
}

beforeAll(async () => {
  scene = await Scene.open();
});
afterAll(() => scene?.close());

test('every route that can be read is a door of this matrix, or shows no content', async () => {
  const readable = (await operations()).filter(({ method }) => method === 'GET').map(({ name }) => name);
  const doors = new Set(DOORS.flatMap(({ route }) => route ?? []));
  expect([...doors, ...Object.keys(NO_CONTENT)].sort()).toEqual(readable.sort());
});

describe('an author', () => {
  let pieces: Piece[];
  let last: Piece;

  beforeAll(async () => {
    const opening = await scene.write(scene.author, false);
    for (const door of DOORS) await isOpen(door, opening);
    // Before they fall out, these are followers like any other.
    for (const relation of ['blocked', 'blocking', ...MUTING] as const) {
      for (const door of DOORS.filter(({ promised }) => promised.public.some((seer) => seer === 'follower'))) {
        await becomes(door, relation, opening, true);
      }
    }
    await scene.fallOut();
    // What was heard stays heard; all other doors close on what was seen through them.
    const closing = DOORS.filter(({ route, promised }) => route !== undefined && promised !== PROMISED.hashtag);
    for (const door of closing) {
      for (const relation of ['blocked', 'blocking'] as const) await becomes(door, relation, opening, false);
    }
    for (const door of mutable) {
      for (const relation of MUTING) await becomes(door, relation, opening, false);
    }
    pieces = [await scene.write(scene.author, false), await scene.write(scene.author, true)];
    last = await scene.write(scene.author, false);
  });

  test.each(DOORS)('is seen through $name by those who may, and by nobody else', async (door) => {
    // When the last piece has come through, what is not seen of the others will not be seen.
    await isOpen(door, last);
    for (const piece of pieces) {
      await isOpen(door, piece);
      const promised = door.promised[kindOf(piece)];
      expect([kindOf(piece), await seersOf(door, piece)]).toEqual([kindOf(piece), promised]);
    }
  });

  test('is put before who has unmuted them as before any other follower, with what was written meanwhile', async () => {
    await scene.unmute();
    for (const door of mutable) {
      for (const piece of pieces.filter((one) => door.promised[kindOf(one)].includes('follower'))) {
        for (const relation of MUTING) await becomes(door, relation, piece, true);
      }
    }
  });
});

describe('an author whose account turns private', () => {
  /** Those who do not follow, and have seen what was public. */
  const OTHERS = ['stranger', 'moderator', 'signedOut'] as const;
  const READERS = ['follower', ...OTHERS] as const;
  /** What was heard stays heard, and the author can be met as before. */
  const LASTING = DOORS.filter(({ route, promised }) => route !== undefined && promised !== PROMISED.person);
  let author: Author;
  let before: Piece;

  /** To which of the readers a door shows a piece now. */
  const seersAmong = async (door: Door, piece: Piece) => {
    const shown = await Promise.all(READERS.map((relation) => shows(door, relation, piece)));
    return READERS.filter((_relation, place) => shown[place]);
  };
  const promisedTo = (door: Door, piece: Piece) =>
    READERS.filter((relation) => door.promised[kindOf(piece)].some((seer) => seer === relation));

  beforeAll(async () => {
    author = await scene.another('recluse');
    before = await scene.write(author, false);
    for (const door of DOORS) await isOpen(door, before, READERS);
    await scene.turn(author, true);
    await scene.ask('stranger', author);
    for (const door of LASTING) await Promise.all(OTHERS.map((other) => becomes(door, other, before, false)));
  });

  test('is seen by followers alone, through every door, whatever the post says of itself', async () => {
    const pieces = [await scene.write(author, false), await scene.write(author, true)];
    const last = await scene.write(author, false);
    for (const door of DOORS) {
      await isOpen(door, last, READERS);
      for (const piece of pieces) {
        await isOpen(door, piece, READERS);
        expect([door.name, await seersAmong(door, piece)]).toEqual([door.name, promisedTo(door, piece)]);
      }
    }
    for (const door of LASTING.filter(({ promised }) => promised === PROMISED.look)) {
      expect([door.name, await seersAmong(door, before)]).toEqual([door.name, ['follower']]);
    }
  });

  test('is seen by whoever has asked once they are let in, and by all when the account is public again', async () => {
    const doors = DOORS.filter(({ promised }) => promised === PROMISED.look);
    await scene.accept(author, 'stranger');
    for (const door of doors) await becomes(door, 'stranger', before, true);
    await scene.turn(author, false);
    const open = DOORS.filter(({ promised }) => promised === PROMISED.look || promised === PROMISED.hashtag);
    for (const door of open) await Promise.all(READERS.map((reader) => becomes(door, reader, before, true)));
  });
});

/** Ways in which an author leaves, and comes back where that is possible. */
const DEPARTURES: {
  how: string;
  leave: (author: Author) => Promise<number>;
  comeBack?: (author: Author) => Promise<number>;
}[] = [
  {
    how: 'banned',
    leave: async ({ person }) =>
      (await scene.admin.put(`/auth/accounts/${person.userId}/ban`, { reason: 'Threats.' })).status,
    comeBack: async ({ person }) =>
      (await scene.admin.delete(`/auth/accounts/${person.userId}/sanction`, { reason: 'A mistake.' })).status,
  },
  {
    how: 'deleted',
    leave: async ({ person }) => (await person.delete('/auth/me', { password: person.password })).status,
  },
];

describe.each(DEPARTURES)('an author whose account is $how', ({ how, leave, comeBack }) => {
  const READERS = ['follower', 'stranger', 'moderator', 'signedOut'] as const;

  test('is seen as any other before, and by nobody afterwards', async () => {
    const author = await scene.another(how);
    const pieces = [await scene.write(author, false), await scene.write(author, true)];
    for (const door of DOORS) {
      for (const piece of pieces) await isOpen(door, piece, READERS);
    }
    expect([200, 202]).toContain(await leave(author));
    const self = { person: author.person, page: undefined };
    // What was heard stays heard.
    for (const door of DOORS.filter((one) => one.route !== undefined)) {
      for (const piece of pieces) {
        await Promise.all(READERS.map((relation) => becomes(door, relation, piece, false)));
      }
    }
    await eventually(
      () => Promise.all(DOORS.map((door) => door.shows(self, pieces[0]!))),
      (shown) => !shown.includes(true),
      'nothing is shown to an author who is out',
    );
    if (!comeBack) return;
    expect(await comeBack(author)).toBe(204);
    for (const door of DOORS) {
      for (const piece of pieces) await isOpen(door, piece, READERS);
    }
  });
});

import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { operations } from '../support/operations.js';
import { ENDPOINTS, type Endpoint } from '../support/visibility-endpoints.js';
import { type Author, type Piece, Scene } from '../support/visibility-scene.js';
import { NO_CONTENT, PROMISED, RELATIONS, type Relation } from '../support/visibility-table.js';
import { lengthAndNumbers, TOTALS } from '../support/visibility-totals.js';

// Of many things that come soon, each may take its time on a busy machine.
jest.setTimeout(120_000);

let scene: Scene;

const kindOf = ({ isPrivate, author }: Piece) => (isPrivate || author.isPrivate ? 'private' : 'public');
const shows = (endpoint: Endpoint, relation: Relation, piece: Piece) => endpoint.shows(scene.readers[relation], piece);
/** Waits until an endpoint shows a piece to a reader, or shows it no more. */
const becomes = (endpoint: Endpoint, relation: Relation, piece: Piece, shown: boolean) =>
  eventually(
    () => shows(endpoint, relation, piece),
    (answer) => answer === shown,
    `${endpoint.name}: a ${kindOf(piece)} post is ${shown ? '' : 'not '}shown to ${relation}`,
  );

/** Waits until an endpoint shows a piece to all who are promised it. */
async function isOpen(endpoint: Endpoint, piece: Piece, among: readonly Relation[] = RELATIONS): Promise<void> {
  const seers = among.filter((relation) => endpoint.promised[kindOf(piece)].includes(relation));
  await Promise.all(seers.map((relation) => becomes(endpoint, relation, piece, true)));
}

/** What is put before people, and is kept away from who has muted it while that lasts. */
const MUTABLE = [PROMISED.timeline, PROMISED.found, PROMISED.trend] as readonly object[];
const MUTING = ['muting', 'mutingWord'] as const;
const mutable = ENDPOINTS.filter(({ promised }) => MUTABLE.includes(promised));

/** To whom an endpoint shows a piece now. */
async function seersOf(endpoint: Endpoint, piece: Piece): Promise<Relation[]> {
  const shown = await Promise.all(RELATIONS.map((relation) => shows(endpoint, relation, piece)));
  return RELATIONS.filter((_relation, place) => shown[place]);
}

beforeAll(async () => {
  scene = await Scene.open();
});
afterAll(() => scene?.close());

test('every route that can be read is an endpoint of this matrix, or shows no content', async () => {
  const readable = (await operations()).filter(({ method }) => method === 'GET').map(({ name }) => name);
  const endpoints = new Set(ENDPOINTS.flatMap(({ route }) => route ?? []));
  expect([...endpoints, ...Object.keys(NO_CONTENT)].sort()).toEqual(readable.sort());
});

describe('an author', () => {
  let pieces: Piece[];
  let last: Piece;

  beforeAll(async () => {
    const opening = await scene.write(scene.author, false);
    for (const endpoint of ENDPOINTS) await isOpen(endpoint, opening);
    // Before they fall out, these are followers like any other.
    for (const relation of ['blocked', 'blocking', ...MUTING] as const) {
      for (const endpoint of ENDPOINTS.filter(({ promised }) => promised.public.some((seer) => seer === 'follower'))) {
        await becomes(endpoint, relation, opening, true);
      }
    }
    await scene.fallOut();
    // What was heard stays heard; all other endpoints close on what was seen through them.
    const closing = ENDPOINTS.filter(({ route, promised }) => route !== undefined && promised !== PROMISED.hashtag);
    for (const endpoint of closing) {
      for (const relation of ['blocked', 'blocking'] as const) await becomes(endpoint, relation, opening, false);
    }
    for (const endpoint of mutable) {
      for (const relation of MUTING) await becomes(endpoint, relation, opening, false);
    }
    pieces = [await scene.write(scene.author, false), await scene.write(scene.author, true)];
    last = await scene.write(scene.author, false);
  });

  test.each(ENDPOINTS)('is seen through $name by those who may, and by nobody else', async (endpoint) => {
    // When the last piece has come through, what is not seen of the others will not be seen.
    await isOpen(endpoint, last);
    for (const piece of pieces) {
      await isOpen(endpoint, piece);
      const promised = endpoint.promised[kindOf(piece)];
      expect([kindOf(piece), await seersOf(endpoint, piece)]).toEqual([kindOf(piece), promised]);
    }
  });

  test('is put before who has unmuted them as before any other follower, with what was written meanwhile', async () => {
    await scene.unmute();
    for (const endpoint of mutable) {
      for (const piece of pieces.filter((one) => endpoint.promised[kindOf(one)].includes('follower'))) {
        for (const relation of MUTING) await becomes(endpoint, relation, piece, true);
      }
    }
  });
});

describe('an author whose account turns private', () => {
  /** Those who do not follow, and have seen what was public. */
  const OTHERS = ['stranger', 'moderator', 'signedOut'] as const;
  const READERS = ['follower', ...OTHERS] as const;
  /** What was heard stays heard, and the author can be met as before. */
  const LASTING = ENDPOINTS.filter(({ route, promised }) => route !== undefined && promised !== PROMISED.person);
  let author: Author;
  let before: Piece;

  /** To which of the readers an endpoint shows a piece now. */
  const seersAmong = async (endpoint: Endpoint, piece: Piece) => {
    const shown = await Promise.all(READERS.map((relation) => shows(endpoint, relation, piece)));
    return READERS.filter((_relation, place) => shown[place]);
  };
  const promisedTo = (endpoint: Endpoint, piece: Piece) =>
    READERS.filter((relation) => endpoint.promised[kindOf(piece)].some((seer) => seer === relation));

  beforeAll(async () => {
    author = await scene.another('recluse');
    before = await scene.write(author, false);
    for (const endpoint of ENDPOINTS) await isOpen(endpoint, before, READERS);
    await scene.turn(author, true);
    await scene.ask('stranger', author);
    for (const endpoint of LASTING) await Promise.all(OTHERS.map((other) => becomes(endpoint, other, before, false)));
  });

  test('is seen by followers alone, through every endpoint, whatever the post says of itself', async () => {
    const pieces = [await scene.write(author, false), await scene.write(author, true)];
    const last = await scene.write(author, false);
    for (const endpoint of ENDPOINTS) {
      await isOpen(endpoint, last, READERS);
      for (const piece of pieces) {
        await isOpen(endpoint, piece, READERS);
        expect([endpoint.name, await seersAmong(endpoint, piece)]).toEqual([
          endpoint.name,
          promisedTo(endpoint, piece),
        ]);
      }
    }
    for (const endpoint of LASTING.filter(({ promised }) => promised === PROMISED.look)) {
      expect([endpoint.name, await seersAmong(endpoint, before)]).toEqual([endpoint.name, ['follower']]);
    }
  });

  test('is seen by whoever has asked once they are let in, and by all when the account is public again', async () => {
    const endpoints = ENDPOINTS.filter(({ promised }) => promised === PROMISED.look);
    await scene.accept(author, 'stranger');
    for (const endpoint of endpoints) await becomes(endpoint, 'stranger', before, true);
    await scene.turn(author, false);
    const open = ENDPOINTS.filter(({ promised }) => promised === PROMISED.look || promised === PROMISED.hashtag);
    for (const endpoint of open) await Promise.all(READERS.map((reader) => becomes(endpoint, reader, before, true)));
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

describe.each(DEPARTURES)('the totals of what an account has joined that is $how', ({ how, leave, comeBack }) => {
  test('are as long as their lists, with the account and without it', async () => {
    const [host, guest] = [await scene.another(`host_${how}`), await scene.another(`guest_${how}`)];
    const piece = await scene.write(host, false);
    // What the host has alone. The scene's follower follows each author, and the host follows nobody.
    const alone = new Map(TOTALS.map(({ name }) => [name, 1]));
    alone.set('comments and replies', 2).set('followed accounts', 0);
    const become = (joined: number) =>
      Promise.all(
        TOTALS.map((total) => {
          const each = total.name === 'comments and replies' ? 2 * joined : joined;
          const expected = alone.get(total.name)! + each;
          return eventually(
            () => lengthAndNumbers(total, piece),
            (numbers) => numbers.every((number) => number === expected),
            `${total.name}: the list and every number are ${expected}`,
          );
        }),
      );
    await become(0);
    await scene.join(guest, piece);
    await become(1);
    expect([200, 202]).toContain(await leave(guest));
    await become(0);
    if (!comeBack) return;
    expect(await comeBack(guest)).toBe(204);
    await become(1);
  });
});

describe.each(DEPARTURES)('an author whose account is $how', ({ how, leave, comeBack }) => {
  const READERS = ['follower', 'stranger', 'moderator', 'signedOut'] as const;

  test('is seen as any other before, and by nobody afterwards', async () => {
    const author = await scene.another(how);
    const pieces = [await scene.write(author, false), await scene.write(author, true)];
    for (const endpoint of ENDPOINTS) {
      for (const piece of pieces) await isOpen(endpoint, piece, READERS);
    }
    expect([200, 202]).toContain(await leave(author));
    const self = { person: author.person, page: undefined };
    // What was heard stays heard.
    for (const endpoint of ENDPOINTS.filter((one) => one.route !== undefined)) {
      for (const piece of pieces) {
        await Promise.all(READERS.map((relation) => becomes(endpoint, relation, piece, false)));
      }
    }
    await eventually(
      () => Promise.all(ENDPOINTS.map((endpoint) => endpoint.shows(self, pieces[0]!))),
      (shown) => !shown.includes(true),
      'nothing is shown to an author who is out',
    );
    if (!comeBack) return;
    expect(await comeBack(author)).toBe(204);
    for (const endpoint of ENDPOINTS) {
      for (const piece of pieces) await isOpen(endpoint, piece, READERS);
    }
  });
});

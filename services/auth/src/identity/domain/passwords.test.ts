import { describe, expect, test } from '@jest/globals';
import { hash } from '@node-rs/argon2';
import { checkPassword, hashPassword, isOutdated, isPersonal } from './passwords.js';

describe('passwords', () => {
  test('are kept as argon2id with the chosen parameters', async () => {
    expect(await hashPassword('correct horse')).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });

  test('match their own hash only', async () => {
    const kept = await hashPassword('correct horse');
    expect(await checkPassword(kept, 'correct horse')).toBe(true);
    expect(await checkPassword(kept, 'correct house')).toBe(false);
  });

  test('are to be hashed anew once the parameters have changed', async () => {
    const weak = await hash('correct horse', { memoryCost: 8_192, timeCost: 2, parallelism: 1 });
    expect(await checkPassword(weak, 'correct horse')).toBe(true);
    expect(isOutdated(weak)).toBe(true);
    expect(isOutdated(await hashPassword('correct horse'))).toBe(false);
  });

  test('are the same however an accent was typed', async () => {
    expect(await checkPassword(await hashPassword('contrase\u00f1a'), 'contrasen\u0303a')).toBe(true);
  });

  test('never match an account without one, and the check takes as long', async () => {
    const kept = await hashPassword('correct horse');
    await checkPassword(null, 'warm');
    const time = async (passwordHash: string | null) => {
      const start = performance.now();
      expect(await checkPassword(passwordHash, 'wrong password')).toBe(false);
      return performance.now() - start;
    };
    // In turns, and the shortest of many, since a busy machine slows now the one and now the other.
    let [known, unknown] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
    for (let run = 0; run < 15; run++) {
      known = Math.min(known, await time(kept));
      unknown = Math.min(unknown, await time(null));
    }
    expect(unknown).toBeGreaterThan(known / 3);
    expect(unknown).toBeLessThan(known * 3);
  });
});

const ANA = { username: 'ana_lima', email: 'lima.ana@example.org', fullName: 'Ana Lima Costa' };

describe('a password', () => {
  test.each(['ana_lima', 'Ana_Lima2024', 'lima.ana@example.org', 'LimaCosta1990', 'townsquare1', '!Townsquare-ana'])(
    '%p says no more than who it belongs to',
    (password) => expect(isPersonal(password, ANA)).toBe(true),
  );
  test.each(['correct horse', 'banana split sundae', 'eight ch', 'ana likes long walks'])('%p says more', (password) =>
    expect(isPersonal(password, ANA)).toBe(false),
  );
  test('does not consist of an address in its Unicode form', () => {
    const known = { ...ANA, email: 'lima@xn--bcher-kva.example' };
    expect(isPersonal('lima@bücher.example', known)).toBe(true);
  });
  test('may hold a name of two letters anywhere', () => {
    expect(isPersonal('lox on bagels', { username: 'lo_', email: 'lo@example.org', fullName: 'Lo Bo' })).toBe(false);
  });
});

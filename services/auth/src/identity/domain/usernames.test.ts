import { describe, expect, test } from '@jest/globals';
import { Username } from './account-rules.js';
import { isReserved, usernameProposals } from './usernames.js';

describe('usernameProposals', () => {
  test.each([
    ['Ana Silva', 'ana_silva'],
    ['Zoë Müller-Čapek', 'zoe_muller_capek'],
    ['__bob__', 'bob'],
    ['李雷', 'person'],
    ['', 'person'],
    ['x', 'person'],
  ])('for %p returns %p first', (name, first) => {
    expect(usernameProposals(name)[0]).toBe(first);
  });

  test.each(['Ana Silva', '', 'a'.repeat(200), "Robert'); DROP TABLE users;--", '🏡 Home 🏡'])(
    'for %p returns valid names that all differ',
    (name) => {
      const proposals = usernameProposals(name);
      for (const proposal of proposals) expect(Username.parse(proposal)).toBe(proposal);
      expect(new Set(proposals).size).toBe(proposals.length);
    },
  );

  test.each(['Admin', 'Townsquare', 'Sign in'])('for %p returns names with a number alone', (name) => {
    const proposals = usernameProposals(name);
    expect(proposals).toHaveLength(4);
    for (const proposal of proposals) expect(proposal).toMatch(/_\d{6}$/);
  });
});

describe('isReserved', () => {
  test.each([
    'admin',
    'root',
    'api',
    'support',
    'null',
    'undefined',
    'moderator',
    'townsquare',
    'sign_in',
    'me',
    '404',
  ])('holds for %p, in any case and with underscores around it', (name) => {
    for (const form of [name, name.toUpperCase(), `_${name}`, `__${name}__`]) expect(isReserved(form)).toBe(true);
  });

  test.each(['ana', 'admin_1', 'ad_min', 'rooted', '___'])('does not hold for %p', (name) => {
    expect(isReserved(name)).toBe(false);
  });
});

import { describe, expect, test } from '@jest/globals';
import { Username } from './account-rules.js';
import { usernameProposals } from './username-proposals.js';

describe('the usernames proposed for a name', () => {
  test.each([
    ['Ana Silva', 'ana_silva'],
    ['Zoë Müller-Čapek', 'zoe_muller_capek'],
    ['__bob__', 'bob'],
    ['李雷', 'neighbour'],
    ['', 'neighbour'],
    ['x', 'neighbour'],
  ])('%p begin with %p', (name, first) => {
    expect(usernameProposals(name)[0]).toBe(first);
  });

  test.each(['Ana Silva', '', 'a'.repeat(200), "Robert'); DROP TABLE users;--", '🏡 Home 🏡'])(
    'are all valid and differ for %p',
    (name) => {
      const proposals = usernameProposals(name);
      for (const proposal of proposals) expect(Username.parse(proposal)).toBe(proposal);
      expect(new Set(proposals).size).toBe(proposals.length);
    },
  );
});

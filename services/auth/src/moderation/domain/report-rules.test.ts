import { expect, test } from '@jest/globals';
import { claimantOf, refusalAsParty, refusalToDecide } from './report-rules.js';

const NOW = new Date('2026-01-01T12:00:00Z');
const BEFORE = new Date('2026-01-01T11:59:59Z');
const AFTER = new Date('2026-01-01T12:00:01Z');
const ana = { userId: '1', roles: ['moderator'] as const };

test.each([
  [null, null, null],
  ['1', AFTER, '1'],
  ['1', NOW, null],
  ['1', BEFORE, null],
])('a case claimed by %s until %p is worked on by %s', (claimedBy, claimedUntil, claimant) => {
  expect(claimantOf({ claimedBy, claimedUntil }, NOW)).toBe(claimant);
});

test('only the moderator who has claimed a case decides it, while it is open', () => {
  const mine = { state: 'open', claimedBy: '1', claimedUntil: AFTER } as const;
  expect(refusalToDecide(ana, mine, NOW)).toBeUndefined();
  expect(refusalToDecide(ana, { ...mine, claimedBy: '2' }, NOW)).toBe('Claim the case first.');
  expect(refusalToDecide(ana, { ...mine, claimedUntil: BEFORE }, NOW)).toBe('Claim the case first.');
  for (const state of ['dismissed', 'upheld'] as const)
    expect(refusalToDecide(ana, { ...mine, state }, NOW)).toBe('This case has already been decided.');
});

test.each([
  [
    'is about them',
    { authorId: '1', reporterIds: ['2'] },
    'This case is about you: another moderator has to act on it.',
  ],
  [
    'they have reported',
    { authorId: '2', reporterIds: ['3', '1'] },
    'You have reported this: another moderator has to act on the case.',
  ],
  ['they have no part in', { authorId: '2', reporterIds: ['3'] }, undefined],
])('a moderator and a case that %s', (_case, parties, refusal) => {
  expect(refusalAsParty(ana, parties)).toBe(refusal);
});

import { describe, expect, test } from '@jest/globals';
import { judgeRefresh, REUSE_GRACE_MS, refreshExpiry, rolesInTokens } from './token-rules.js';

const NOW = new Date('2026-01-01T00:00:00Z');
const ago = (ms: number) => new Date(NOW.getTime() - ms);
const LATER = new Date('2026-01-10T00:00:00Z');

describe('a refresh token', () => {
  test.each([
    ['that nobody issued is refused', undefined, 'refuse'],
    ['that is new is exchanged', { usedAt: null, expiresAt: LATER }, 'exchange'],
    ['that has expired is refused', { usedAt: null, expiresAt: NOW }, 'refuse'],
    ['used a moment ago is exchanged again', { usedAt: ago(REUSE_GRACE_MS), expiresAt: LATER }, 'exchange'],
    ['used before that ends its session', { usedAt: ago(REUSE_GRACE_MS + 1), expiresAt: LATER }, 'endSession'],
    ['used and expired is refused', { usedAt: ago(1), expiresAt: ago(1) }, 'refuse'],
  ])('%s', (_case, facts, verdict) => {
    expect(judgeRefresh(facts, NOW)).toBe(verdict);
  });

  test('lasts 30 days, and no longer than its session, which ends after 180', () => {
    expect(refreshExpiry(NOW).toISOString()).toBe('2026-01-31T00:00:00.000Z');
    expect(refreshExpiry(NOW, new Date('2025-08-01T00:00:00Z')).toISOString()).toBe('2026-01-28T00:00:00.000Z');
  });
});

test.each([
  ['a user', ['user'], false, ['user']],
  ['a moderator without a second factor', ['user', 'moderator'], false, ['user']],
  ['an administrator with one', ['user', 'admin'], true, ['user', 'admin']],
] as const)('of %s, where staff needs a second factor', (_who, roles, secondFactor, expected) => {
  expect(rolesInTokens({ roles, secondFactor }, 'required')).toEqual(expected);
  expect(rolesInTokens({ roles, secondFactor }, 'optional')).toEqual(roles);
});

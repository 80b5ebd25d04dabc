import { describe, expect, test } from '@jest/globals';
import type { Role } from '@townsquare/kit';
import { isPrivileged, refusalToActOn, refusalToSanction, removalText, sanctionText } from './moderation-rules.js';

const account = (id: string, ...roles: Role[]) => ({ id, userId: id, roles: [...roles, 'user' as const] });
const admin = account('1', 'admin');
const moderator = account('2', 'moderator');

describe('acting on an account', () => {
  test.each([
    ['an administrator on a user', admin, account('3'), true],
    ['an administrator on a moderator', admin, moderator, true],
    ['an administrator on another one', admin, account('4', 'admin'), true],
    ['an administrator on themselves', admin, admin, false],
    ['a moderator on a user', moderator, account('3'), true],
    ['a moderator on another one', moderator, account('5', 'moderator'), false],
    ['a moderator on an administrator', moderator, admin, false],
    ['a moderator on themselves', moderator, moderator, false],
  ])('%s', (_case, actor, subject, may) => {
    expect(refusalToActOn(actor, subject) === undefined).toBe(may);
  });
});

describe('a sanction', () => {
  test.each([
    ['of 30 days by a moderator', moderator, 30, true],
    ['of 31 days by a moderator', moderator, 31, false],
    ['without an end by a moderator', moderator, undefined, false],
    ['of 365 days by an administrator', admin, 365, true],
    ['without an end by an administrator', admin, undefined, true],
  ])('%s', (_case, actor, days, may) => {
    expect(refusalToSanction(actor, days) === undefined).toBe(may);
  });
});

test('a refusal says who may do it', () => {
  expect(refusalToActOn(moderator, moderator)).toBe('You cannot do this to your own account.');
  expect(refusalToActOn(moderator, admin)).toBe(
    'Only an administrator may do this to a moderator or an administrator.',
  );
  expect(refusalToSanction(moderator, undefined)).toBe('Only an administrator may ban, or lift a ban.');
  expect(refusalToSanction(moderator, 31)).toBe('Only an administrator may suspend for more than 30 days.');
});

test('administrators and moderators are privileged, and other users are not', () => {
  expect([admin, moderator, account('3')].map(isPrivileged)).toEqual([true, true, false]);
});

test('the owner of an account reads until when and why it is suspended or banned, and why content was removed', () => {
  const endsAt = new Date('2026-01-31T12:34:56Z');
  expect(sanctionText({ reason: 'Spam.', endsAt })).toBe('This account is suspended until 2026-01-31 12:34 UTC: Spam.');
  expect(sanctionText({ reason: 'Spam.', endsAt: null })).toBe('This account is banned: Spam.');
  expect(removalText({ targetType: 'post', decisionReason: 'Spam.' })).toBe('Your post was removed: Spam.');
});

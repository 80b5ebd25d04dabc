import { describe, expect, test } from '@jest/globals';
import type { Role } from '@townsquare/kit';
import { refusalToActOn, refusalToSanction } from './moderation-rules.js';

const somebody = (id: string, ...roles: Role[]) => ({ id, userId: id, roles: [...roles, 'user' as const] });
const admin = somebody('1', 'admin');
const moderator = somebody('2', 'moderator');

describe('acting on an account', () => {
  test.each([
    ['an administrator on anybody', admin, somebody('3'), true],
    ['an administrator on a moderator', admin, moderator, true],
    ['an administrator on another one', admin, somebody('4', 'admin'), true],
    ['an administrator on themselves', admin, admin, false],
    ['a moderator on anybody', moderator, somebody('3'), true],
    ['a moderator on another one', moderator, somebody('5', 'moderator'), false],
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

import { describe, expect, test } from '@jest/globals';
import { type Author, mayMeet, maySee, type PostFacts } from './visibility-rule.js';

const AUTHOR = '1';
const READER = '2';
const NO_RELATION = { blocked: false, follows: false };
const FOLLOWER = { blocked: false, follows: true };
const BLOCKED_FOLLOWER = { blocked: true, follows: true };

const person = (facts: Partial<NonNullable<Author>> = {}) => ({
  status: 'active' as const,
  isPrivate: false,
  ...facts,
});
const PRIVATE = { author: person({ isPrivate: true }) };
const BANNED = { author: person({ status: 'banned' }) };
const INACTIVE = { author: person({ status: 'inactive' }) };

const post = (facts: Partial<PostFacts> = {}): PostFacts => ({
  authorId: AUTHOR,
  isPrivate: false,
  author: person(),
  ...facts,
});

describe('who may see a post', () => {
  test.each([
    ['a public post, a stranger', post(), READER, NO_RELATION, true],
    ['a public post, signed out', post(), null, NO_RELATION, true],
    ['a public post, blocked', post(), READER, BLOCKED_FOLLOWER, false],
    ['a private post, a stranger', post({ isPrivate: true }), READER, NO_RELATION, false],
    ['a private post, signed out', post({ isPrivate: true }), null, NO_RELATION, false],
    ['a private post, a follower', post({ isPrivate: true }), READER, FOLLOWER, true],
    ['a private post, a follower who is blocked', post({ isPrivate: true }), READER, BLOCKED_FOLLOWER, false],
    ['a private post, its author', post({ isPrivate: true }), AUTHOR, NO_RELATION, true],
    ['a post of a private account, a stranger', post(PRIVATE), READER, NO_RELATION, false],
    ['a post of a private account, signed out', post(PRIVATE), null, NO_RELATION, false],
    ['a post of a private account, a follower', post(PRIVATE), READER, FOLLOWER, true],
    ['a post of a private account, a follower who is blocked', post(PRIVATE), READER, BLOCKED_FOLLOWER, false],
    ['a post of a private account, its author', post(PRIVATE), AUTHOR, NO_RELATION, true],
    ['a post of somebody banned', post(BANNED), READER, FOLLOWER, false],
    ['a post of somebody banned, its author', post(BANNED), AUTHOR, NO_RELATION, true],
    ['a post of a deactivated account, a follower', post(INACTIVE), READER, FOLLOWER, false],
    ['a post of a deactivated account, signed out', post(INACTIVE), null, NO_RELATION, false],
    ['a post of a deactivated account, its author', post(INACTIVE), AUTHOR, NO_RELATION, true],
    ['a post of an account that is gone', post({ author: undefined }), AUTHOR, NO_RELATION, false],
  ])('%s', (_case, facts, reader, relation, expected) => {
    expect(maySee(reader, facts, relation)).toBe(expected);
  });
});

describe('who may meet a person', () => {
  test.each([
    ['a private account, a stranger', PRIVATE.author, READER, false, true],
    ['a private account, signed out', PRIVATE.author, null, false, true],
    ['a private account, behind a block', PRIVATE.author, READER, true, false],
    ['somebody banned', BANNED.author, READER, false, false],
    ['somebody banned, themselves', BANNED.author, AUTHOR, false, true],
    ['a deactivated account, a reader', INACTIVE.author, READER, false, false],
    ['a deactivated account, its owner', INACTIVE.author, AUTHOR, false, true],
    ['somebody who is gone, themselves', undefined, AUTHOR, false, false],
  ])('%s', (_case, author, reader, blocked, expected) => {
    expect(mayMeet(reader, AUTHOR, author, { blocked })).toBe(expected);
  });
});

import { describe, expect, test } from '@jest/globals';
import { maySee, type PostFacts } from './visibility-rule.js';

const AUTHOR = '1';
const READER = '2';
const NO_RELATION = { blocked: false, follows: false };
const FOLLOWER = { blocked: false, follows: true };
const BLOCKED_FOLLOWER = { blocked: true, follows: true };

const post = (facts: Partial<PostFacts> = {}): PostFacts => ({
  authorId: AUTHOR,
  isPrivate: false,
  authorStatus: 'active',
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
    ['a post of somebody banned', post({ authorStatus: 'banned' }), READER, FOLLOWER, false],
    ['a post of somebody banned, its author', post({ authorStatus: 'banned' }), AUTHOR, NO_RELATION, true],
    ['a post of an account that is gone', post({ authorStatus: undefined }), AUTHOR, NO_RELATION, false],
  ])('%s', (_case, facts, reader, relation, expected) => {
    expect(maySee(reader, facts, relation)).toBe(expected);
  });
});

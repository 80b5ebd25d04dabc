import { expect, test } from '@jest/globals';
import { rolesInTokens } from './access-token-rule.js';

test.each([
  ['a user', ['user'], false, ['user']],
  ['a moderator without a second factor', ['user', 'moderator'], false, ['user']],
  ['an administrator with one', ['user', 'admin'], true, ['user', 'admin']],
] as const)('of %s, where staff needs a second factor', (_who, roles, secondFactor, expected) => {
  expect(rolesInTokens({ roles, secondFactor }, true)).toEqual(expected);
  expect(rolesInTokens({ roles, secondFactor }, false)).toEqual(roles);
});

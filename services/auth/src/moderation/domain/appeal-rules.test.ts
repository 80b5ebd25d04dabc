import { describe, expect, test } from '@jest/globals';
import { appealableUntil, appealText, judgesOf, refusalToJudge } from './appeal-rules.js';

const mod = { userId: '1', roles: ['moderator'] as const };

describe('an appeal', () => {
  test('is decided by a different moderator than the decision, if there is one', () => {
    expect(refusalToJudge(mod, { userId: '9', judgedBy: '2' }, 1)).toBeUndefined();
    expect(refusalToJudge(mod, { userId: '9', judgedBy: '1' }, 1)).toMatch('a different moderator');
    expect(refusalToJudge(mod, { userId: '9', judgedBy: '1' }, 0)).toBeUndefined();
    expect(refusalToJudge(mod, { userId: '1', judgedBy: '2' }, 0)).toMatch('your own');
  });

  test('against a ban, or by a moderator, is decided by administrators', () => {
    expect(judgesOf(true, { roles: ['user'] })).toEqual(['admin']);
    expect(judgesOf(false, { roles: ['user', 'moderator'] })).toEqual(['admin']);
    expect(judgesOf(false, { roles: ['user'] })).toEqual(['admin', 'moderator']);
  });

  test('is accepted for thirty days', () => {
    expect(appealableUntil(new Date('2026-01-01T00:00:00Z'))).toEqual(new Date('2026-01-31T00:00:00Z'));
  });

  test('returns the removed text where it is upheld', () => {
    expect(appealText({ state: 'open', decisionReason: null }, 'x')).toBe('Your appeal has not been decided yet.');
    expect(appealText({ state: 'dismissed', decisionReason: 'No.' }, 'x')).toBe('Your appeal was dismissed: No.');
    expect(appealText({ state: 'upheld', decisionReason: 'Yes.' }, undefined)).toBe('Your appeal was upheld: Yes.');
    expect(appealText({ state: 'upheld', decisionReason: 'Yes.' }, 'x')).toMatch('You may post your text again: x');
  });
});

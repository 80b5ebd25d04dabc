import { describe, expect, test } from '@jest/globals';
import { effectOf } from './profile.js';

const profile = {
  userId: '7',
  username: 'ana',
  fullName: 'Ana',
  bio: '',
  profilePicture: null,
  status: 'active' as const,
  isPrivate: false,
  createdAt: new Date('2026-01-02T03:04:05.678Z'),
};

describe('the effect of a change', () => {
  test('is the part that differs', () => {
    expect(effectOf(profile, { fullName: 'Ana', bio: 'Hello' })).toEqual({ bio: 'Hello' });
    expect(effectOf(profile, { profilePicture: '/p' })).toEqual({ profilePicture: '/p' });
  });

  test('is undefined when nothing differs', () => {
    expect(effectOf(profile, { fullName: 'Ana', profilePicture: null })).toBeUndefined();
  });
});

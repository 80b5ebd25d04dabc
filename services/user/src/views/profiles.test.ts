import { expect, test } from '@jest/globals';
import { toSnapshot } from './profiles.js';

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

test('a snapshot has the time in ISO 8601, and no field that is not public', () => {
  expect(toSnapshot({ ...profile, version: 3 } as typeof profile)).toEqual({
    ...profile,
    createdAt: '2026-01-02T03:04:05.678Z',
  });
});

import { describe, expect, test } from '@jest/globals';
import { grown, shrunk, type Thread, threadState } from './thread.js';

const thread: Thread = { postId: '1', postAuthorId: '2', commentCount: 1, version: 4, closed: false };

describe('a thread', () => {
  test('counts comments that are added and removed, with a version that only grows', () => {
    expect(threadState(grown(thread))).toEqual({ commentCount: 2, version: 5 });
    expect(threadState(shrunk(thread))).toEqual({ commentCount: 0, version: 5 });
    expect(threadState(shrunk(grown(thread)))).toEqual({ commentCount: 1, version: 6 });
  });

  test('never counts below zero', () => {
    expect(shrunk({ ...thread, commentCount: 0 }).commentCount).toBe(0);
  });
});

import type { Entry, WriteKind } from '../history/entry.js';
import type { PersonSeen, PostSeen, TownSeen } from './seen.js';

interface Sent {
  person: string;
  kind: WriteKind;
  method: string;
  path: string;
  body?: unknown;
  key?: string;
  status?: number | null;
  answer?: unknown;
}

/** A history, for tests: each request is sent a second after the one before, and answered at once. */
export function historyOf(...sent: (Sent & { write?: number })[]): Entry[] {
  return sent.map(
    ({ write, person, kind, method, path, body = null, key = null, status = 200, answer = null }, index) => {
      const at = new Date(Date.UTC(2026, 0, 1) + index * 1000).toISOString();
      const error = status === null ? 'no answer in time' : null;
      const when = { sentAt: at, answeredAt: at };
      return { write: write ?? index + 1, person, kind, method, path, body, key, status, answer, error, ...when };
    },
  );
}

export const register = (person: string, userId: string): Sent => ({
  person,
  kind: 'register',
  method: 'POST',
  path: '/auth/register',
  body: { username: person, fullName: person.toUpperCase(), password: 'a long walk' },
  key: `register-${person}`,
  answer: { userId },
});
export const follow = (person: string, other: string): Sent => ({
  person,
  kind: 'follow',
  method: 'PUT',
  path: `/users/${other}/follow`,
});
export const unfollow = (person: string, other: string): Sent => ({
  ...follow(person, other),
  kind: 'unfollow',
  method: 'DELETE',
});
export const createPost = (person: string, id: string, content: string): Sent => ({
  person,
  kind: 'createPost',
  method: 'POST',
  path: '/posts',
  body: { content, isPrivate: false },
  key: `post-${id}`,
  answer: { id },
});
export const editPost = (person: string, id: string, content: string): Sent => ({
  person,
  kind: 'editPost',
  method: 'PATCH',
  path: `/posts/${id}`,
  body: { content },
});
export const deletePost = (person: string, id: string): Sent => ({
  person,
  kind: 'deletePost',
  method: 'DELETE',
  path: `/posts/${id}`,
});
export const createComment = (person: string, id: string, postId: string, content: string): Sent => ({
  person,
  kind: 'createComment',
  method: 'POST',
  path: `/posts/${postId}/comments`,
  body: { content },
  key: `comment-${id}`,
  answer: { id },
});
export const react = (person: string, path: string, type: string): Sent => ({
  person,
  kind: 'react',
  method: 'PUT',
  path,
  body: { type },
});

const anasPost = (): PostSeen => ({ id: '10', authorId: '1', content: 'Fresh bread', isPrivate: false, mentions: [] });

function person(username: string, userId: string, seen: Partial<PersonSeen>): PersonSeen {
  return {
    username,
    userId,
    fullName: username.toUpperCase(),
    posts: [],
    following: [],
    timeline: [],
    notifications: [],
    unread: 0,
    found: [],
    tagged: 0,
    foundAsPerson: 1,
    metrics: {
      postCount: 0,
      commentCount: 0,
      followerCount: 0,
      followingCount: 0,
      reactionsReceived: 0,
      commentsReceived: 0,
    },
    profile: { followerCount: 0, followingCount: 0 },
    ...seen,
  };
}

/** Ben follows Ana, she posts, he comments and likes: what was sent, and a town in which all of it is as it must be. */
export function smallTown(): { entries: Entry[]; seen: TownSeen } {
  const entries = historyOf(
    register('ana', '1'),
    register('ben', '2'),
    follow('ben', '1'),
    createPost('ana', '10', 'Fresh bread'),
    createComment('ben', '20', '10', 'Save me one'),
    react('ben', '/posts/10/reactions', 'like'),
  );
  const ana = person('ana', '1', {
    posts: [anasPost()],
    timeline: [anasPost()],
    found: [anasPost()],
    tagged: 1,
    notifications: [
      { kind: 'follow', actorId: '2', target: 'user 2', message: 'BEN started following you' },
      { kind: 'comment', actorId: '2', target: 'comment 20', message: 'BEN commented on your post' },
      { kind: 'reaction', actorId: '2', target: 'post 10', message: 'BEN liked your post' },
    ],
    unread: 3,
    metrics: {
      postCount: 1,
      commentCount: 0,
      followerCount: 1,
      followingCount: 0,
      reactionsReceived: 1,
      commentsReceived: 1,
    },
    profile: { followerCount: 1, followingCount: 0 },
  });
  const ben = person('ben', '2', {
    following: ['1'],
    timeline: [anasPost()],
    notifications: [{ kind: 'post', actorId: '1', target: 'post 10', message: 'ANA posted' }],
    unread: 1,
    metrics: {
      postCount: 0,
      commentCount: 1,
      followerCount: 0,
      followingCount: 1,
      reactionsReceived: 0,
      commentsReceived: 0,
    },
    profile: { followerCount: 0, followingCount: 1 },
  });
  const thread = {
    comments: [{ id: '20', postId: '10', authorId: '2', parentId: null, content: 'Save me one' }],
    reactions: new Map([['/posts/10/reactions', [{ userId: '2', type: 'like' }]]]),
    counts: { commentCount: 1, reactionCount: 1 },
  };
  const people = new Map([
    ['ana', ana],
    ['ben', ben],
  ]);
  return { entries, seen: { people, threads: new Map([['10', thread]]) } };
}

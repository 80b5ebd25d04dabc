import { describe, expect, test } from '@jest/globals';
import { type Candidate, dueness, type Facts } from './dueness.js';
import { KINDS, type Kind } from './kinds.js';

const AUTHOR = '1';
const ACTOR = '2';
const RECIPIENT = '3';
const POST = { authorId: AUTHOR, isPrivate: false, edited: false, turned: false, deleted: false };

/** Nothing has ever happened between anybody. */
const PLAIN: Facts = {
  isGone: () => false,
  isHidden: () => false,
  post: () => POST,
  block: () => undefined,
  hasMuted: () => false,
  hasMutedWords: () => false,
  follow: () => undefined,
  hasChosen: () => false,
};

function of(
  kind: Kind,
  facts: Partial<Facts> = {},
  change: Partial<Candidate & { actorId: string }> = {},
  about: Partial<Candidate['draft']> = {},
) {
  const actorId = change.actorId ?? ACTOR;
  const target = kind.startsWith('follow') ? { targetType: 'user', targetId: actorId, postId: null } : null;
  const draft = {
    kind,
    actorId,
    ...(target ?? { targetType: 'comment', targetId: '9', postId: '5' }),
    createdAt: new Date(),
    says: () => '',
    ...about,
  } as Candidate['draft'];
  return dueness({ recipientId: RECIPIENT, draft, uncertain: false, ...change }, { ...PLAIN, ...facts });
}

describe('a notification', () => {
  test.each(KINDS)('of kind %s must be there', (kind) => {
    expect(of(kind)).toBe('required');
    expect(of(kind, { hasChosen: (userId, of) => userId === RECIPIENT && of === kind })).toBe('allowed');
    expect(of(kind, {}, { uncertain: true })).toBe('allowed');
  });

  test('must not be there for the one who did it, for or about who is gone, or across a block', () => {
    expect(of('reaction', {}, { recipientId: ACTOR })).toBe('forbidden');
    expect(of('reaction', { isGone: (userId) => userId === RECIPIENT })).toBe('forbidden');
    expect(of('follow', { isGone: (userId) => userId === ACTOR })).toBe('forbidden');
    expect(of('reply', { block: () => 'standing' })).toBe('forbidden');
  });

  test('may be there after a block or a ban', () => {
    expect(of('follow', { block: () => 'ended' })).toBe('allowed');
    expect(of('reaction', { isHidden: (userId) => userId === ACTOR })).toBe('allowed');
    expect(of('reaction', { isHidden: (userId) => userId === AUTHOR })).toBe('allowed');
    const withAuthor = (one: string, other: string) => (one === RECIPIENT && other === AUTHOR ? 'standing' : undefined);
    expect(of('reply', { block: withAuthor })).toBe('allowed');
  });
});

describe('a notification about somebody who is or was muted', () => {
  const muted = { hasMuted: (one: string, other: string) => one === RECIPIENT && other === ACTOR };

  test.each<Kind>(['post', 'mention', 'comment', 'reply', 'reaction'])('may be there, of kind %s', (kind) => {
    expect(of(kind, muted)).toBe('allowed');
    expect(of(kind, { hasMuted: (one, other) => one === ACTOR && other === RECIPIENT })).toBe('required');
  });

  test.each<Kind>(['post', 'mention', 'comment', 'reply'])('may be there for who mutes words, of kind %s', (kind) => {
    expect(of(kind, { hasMutedWords: (userId) => userId === RECIPIENT })).toBe('allowed');
    expect(of(kind, { hasMutedWords: (userId) => userId === ACTOR })).toBe('required');
  });

  test('must be there for who mutes words, where there are none', () => {
    for (const kind of ['reaction', 'follow'] as const)
      expect(of(kind, { hasMutedWords: () => true })).toBe('required');
  });

  test('must be there when they follow', () => {
    expect(of('follow', muted)).toBe('required');
  });
});

describe('a notification about a post', () => {
  const as = (change: Partial<typeof POST>): Partial<Facts> => ({ post: () => ({ ...POST, ...change }) });

  test('that is deleted must not be there, and of one that is unknown may', () => {
    expect(of('reply', as({ deleted: true }))).toBe('forbidden');
    expect(of('reply', { post: () => undefined })).toBe('allowed');
  });

  test('that is private must not be there for who no longer follows, and may for others than its author', () => {
    expect(of('reply', { ...as({ isPrivate: true }), follow: () => 'ended' })).toBe('forbidden');
    expect(of('reply', { ...as({ isPrivate: true }), follow: () => 'standing' })).toBe('allowed');
    expect(of('post', { ...as({ isPrivate: true }), follow: () => 'standing' })).toBe('required');
    expect(of('comment', as({ isPrivate: true }), { recipientId: AUTHOR })).toBe('required');
  });

  test('that was edited may have been taken back while the post was private, unless an edit tells it anew', () => {
    expect(of('reaction', as({ edited: true }))).toBe('allowed');
    expect(of('mention', as({ edited: true }))).toBe('allowed');
    expect(of('mention', as({ edited: true }), {}, { targetType: 'post', targetId: '5' })).toBe('required');
    expect(of('reaction', as({ edited: true }), { recipientId: AUTHOR })).toBe('required');
  });

  test('whose author was private for a while may have been taken back from others than followers', () => {
    expect(of('mention', as({ turned: true }))).toBe('allowed');
    expect(of('reply', as({ turned: true }))).toBe('allowed');
    expect(of('post', as({ turned: true }))).toBe('required');
    expect(of('comment', as({ turned: true }), { recipientId: AUTHOR })).toBe('required');
  });
});

test('a notification that is about no post depends on none', () => {
  expect(of('follow', { post: () => undefined })).toBe('required');
  expect(of('follow', { post: () => ({ ...POST, deleted: true }) })).toBe('required');
});

test('a notification of the author of the post may be there when it is in doubt', () => {
  const toAuthor = { recipientId: AUTHOR };
  expect(of('comment', { post: () => ({ ...POST, isPrivate: true }) }, toAuthor)).toBe('required');
  expect(of('comment', {}, { ...toAuthor, uncertain: true })).toBe('allowed');
});

test('an edited post brings back a mention in its text, and no other notification about the post', () => {
  const edited = { post: () => ({ ...POST, edited: true }) };
  const aboutPost = { targetType: 'post', targetId: '5' } as const;
  expect(of('mention', edited, {}, aboutPost)).toBe('required');
  expect(of('reaction', edited, {}, aboutPost)).toBe('allowed');
});

import { describe, expect, test } from '@jest/globals';
import {
  commentAudience,
  commentDraft,
  followDraft,
  mentionDraft,
  postDraft,
  reactionDraft,
  removalDraft,
} from './drafts.js';

const WRITTEN = '2026-01-02T03:04:05.678Z';
const EDITED = '2026-01-03T03:04:05.678Z';
const text = { content: 'Hello', createdAt: WRITTEN, updatedAt: EDITED };

describe('a comment', () => {
  test.each([
    ['notifies the author of the post', '1', '2', null, { reply: null, comment: '2' }],
    ['that is a reply notifies both authors', '1', '2', '3', { reply: '3', comment: '2' }],
    ['that replies to the author of the post notifies them once', '1', '2', '2', { reply: '2', comment: null }],
    ['that replies to its own author notifies the author of the post', '1', '2', '1', { reply: null, comment: '2' }],
    ["on its author's own post notifies nobody", '1', '1', null, { reply: null, comment: null }],
    [
      "that is a reply under its author's own post notifies the other author",
      '1',
      '1',
      '3',
      { reply: '3', comment: null },
    ],
  ])('%s', (_case, authorId, postAuthorId, parentAuthorId, expected) => {
    expect(commentAudience({ authorId, postAuthorId, parentAuthorId })).toEqual(expected);
  });
});

describe('a notification', () => {
  test.each([
    [
      'of a post has the post as its target and the time of its creation',
      postDraft({ postId: '10', authorId: '1', ...text }, () => 'Hello'),
      { kind: 'post', actorId: '1', targetType: 'post', targetId: '10', postId: '10', at: WRITTEN },
      ['Hello', 'Ana posted'],
    ],
    [
      'of a mention in a post has the time of the latest edit',
      mentionDraft({ postId: '10', authorId: '1', ...text }),
      { kind: 'mention', actorId: '1', targetType: 'post', targetId: '10', postId: '10', at: EDITED },
      ['Hello', 'Ana mentioned you in a post'],
    ],
    [
      'of a comment has the comment as its target and the time of its creation',
      commentDraft('comment', { commentId: '50', postId: '10', authorId: '1', ...text }),
      { kind: 'comment', actorId: '1', targetType: 'comment', targetId: '50', postId: '10', at: WRITTEN },
      ['Hello', 'Ana commented on your post'],
    ],
    [
      'of a reply has the time of its creation',
      commentDraft('reply', { commentId: '50', postId: '10', authorId: '1', ...text }),
      { kind: 'reply', actorId: '1', targetType: 'comment', targetId: '50', postId: '10', at: WRITTEN },
      ['Hello', 'Ana replied to your comment'],
    ],
    [
      'of a mention in a comment has the time of the latest edit',
      commentDraft('mention', { commentId: '50', postId: '10', authorId: '1', ...text }),
      { kind: 'mention', actorId: '1', targetType: 'comment', targetId: '50', postId: '10', at: EDITED },
      ['Hello', 'Ana mentioned you in a comment'],
    ],
    [
      'of a reaction has no text that a muted word could match',
      reactionDraft({
        userId: '1',
        target: { type: 'comment', id: '50' },
        postId: '10',
        reaction: 'love',
        at: WRITTEN,
      }),
      { kind: 'reaction', actorId: '1', targetType: 'comment', targetId: '50', postId: '10', at: WRITTEN },
      [undefined, 'Ana loved your comment'],
    ],
    [
      'of a follower has the follower as its target',
      followDraft('follow', '1', WRITTEN),
      { kind: 'follow', actorId: '1', targetType: 'user', targetId: '1', postId: null, at: WRITTEN },
      [undefined, 'Ana started following you'],
    ],
    [
      'of a removal names no moderator and points at the case',
      removalDraft('7', 'post', '1', WRITTEN),
      { kind: 'contentRemoved', actorId: '1', targetType: 'removal', targetId: '7', postId: null, at: WRITTEN },
      [undefined, 'Your post was removed by the moderators'],
    ],
  ])('%s', (_case, draft, expected, [content, message]) => {
    const { content: read, says, createdAt, ...cause } = draft;
    expect({ ...cause, at: createdAt.toISOString() }).toEqual(expected);
    expect([read?.(), says('Ana')]).toEqual([content, message]);
  });
});

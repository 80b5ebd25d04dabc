import { expect, test } from '@jest/globals';
import { commentAudience } from './comments.js';

test.each([
  ['a comment tells the author of the post', '1', '2', null, { reply: null, comment: '2' }],
  ['a reply tells both authors', '1', '2', '3', { reply: '3', comment: '2' }],
  ['a reply to the author of the post tells them once', '1', '2', '2', { reply: '2', comment: null }],
  ['a reply to oneself tells the author of the post', '1', '2', '1', { reply: null, comment: '2' }],
  ['a comment on one’s own post tells nobody', '1', '1', null, { reply: null, comment: null }],
  ['a reply under one’s own post tells whom it answers', '1', '1', '3', { reply: '3', comment: null }],
])('%s', (_case, authorId, postAuthorId, parentAuthorId, expected) => {
  expect(commentAudience({ authorId, postAuthorId, parentAuthorId })).toEqual(expected);
});

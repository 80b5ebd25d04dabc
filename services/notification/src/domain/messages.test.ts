import { expect, test } from '@jest/globals';
import { REACTION_TYPES } from '@townsquare/contracts';
import { KINDS, OPTIONAL_KINDS } from './kinds.js';
import { messageNow, messageOf, reactionMessage } from './messages.js';

test('messages are sentences that begin with the name', () => {
  const said = [
    messageOf('post', 'post'),
    messageOf('mention', 'post'),
    messageOf('mention', 'comment'),
    messageOf('comment', 'comment'),
    messageOf('reply', 'comment'),
    messageOf('follow', 'user'),
    messageOf('followRequest', 'user'),
    messageOf('followAccepted', 'user'),
    ...REACTION_TYPES.map((type) => reactionMessage(type, 'comment')),
  ].map((says) => says('Ana Silva'));
  expect(said).toEqual([
    'Ana Silva posted',
    'Ana Silva mentioned you in a post',
    'Ana Silva mentioned you in a comment',
    'Ana Silva commented on your post',
    'Ana Silva replied to your comment',
    'Ana Silva started following you',
    'Ana Silva asked to follow you',
    'Ana Silva accepted your request to follow them',
    'Ana Silva liked your comment',
    'Ana Silva loved your comment',
    'Ana Silva laughed at your comment',
    'Ana Silva was saddened by your comment',
    'Ana Silva was angered by your comment',
  ]);
});

test.each([
  ['post', 'post', 'Ana posted', 'Ana Silva posted'],
  ['mention', 'comment', 'Ana mentioned you in a comment', 'Ana Silva mentioned you in a comment'],
  ['reaction', 'post', 'Ana was saddened by your post', 'Ana Silva was saddened by your post'],
  ['reaction', 'comment', 'Ana liked your post laughed at your comment', 'Ana Silva laughed at your comment'],
  ['reaction', 'comment', 'Ana liked your comment laughed at your comment', 'Ana Silva laughed at your comment'],
  ['follow', 'user', 'Somebody started following you', 'Ana Silva started following you'],
] as const)(
  'of a %s about a %s, "%s" says "%s" once its actor has another name',
  (kind, targetType, message, expected) => {
    expect(messageNow({ kind, targetType, message }, 'Ana Silva')).toBe(expected);
    expect(messageNow({ kind, targetType, message }, undefined)).toBe(expected.replace('Ana Silva', 'Somebody'));
  },
);

test('every kind but a removal by moderators can be turned off', () => {
  expect(KINDS.filter((kind) => !OPTIONAL_KINDS.some((optional) => optional === kind))).toEqual(['contentRemoved']);
});

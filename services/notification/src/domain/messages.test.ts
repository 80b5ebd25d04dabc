import { expect, test } from '@jest/globals';
import { REACTION_TYPES } from '@townsquare/contracts';
import { messages } from './messages.js';

test('messages are sentences that begin with the name', () => {
  const said = [
    messages.post(),
    messages.mention(),
    messages.comment(),
    messages.reply(),
    messages.follow(),
    messages.followRequest(),
    messages.followAccepted(),
    ...REACTION_TYPES.map((type) => messages.reaction(type, 'comment')),
  ].map((says) => says('Ana Silva'));
  expect(said).toEqual([
    'Ana Silva posted',
    'Ana Silva mentioned you in a post',
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

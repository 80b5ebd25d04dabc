import { describe, expect, test } from '@jest/globals';
import { hashtagDocument, indexedText, postDocument, userDocument } from './documents.js';

const at = '2026-01-02T03:04:05.678Z';

describe('documents', () => {
  test('a user is indexed without accents', () => {
    const document = userDocument({
      userId: '7',
      username: 'zoe_k',
      fullName: 'Zoë König',
      bio: 'Gärtnerin',
      profilePicture: '/p/7',
      status: 'active',
      isPrivate: false,
      createdAt: at,
    });
    expect(document).toEqual({
      deleted: false,
      userId: '7',
      username: 'zoe_k',
      usernameWords: { parts: 'zoe k', joined: 'zoek' },
      fullName: { parts: 'zoe konig' },
      bio: { parts: 'gartnerin' },
      status: 'active',
      createdAt: at,
    });
  });

  test('a post is indexed without accents, and shown as it was written', () => {
    const shown = { content: 'Früh #Café', media: null, hashtags: ['café'], mentions: [], updatedAt: at };
    const document = postDocument({ ...shown, postId: '1', authorId: '7', isPrivate: true, createdAt: at });
    expect(document).toMatchObject({
      content: { parts: 'fruh cafe' },
      hashtags: ['cafe'],
      isPrivate: true,
      post: shown,
    });
    expect(document.hasMedia).toBe(false);
  });

  test('a text has only the forms that differ from its words', () => {
    expect(indexedText('My e-mail')).toEqual({ parts: 'my e mail', joined: 'my email' });
    expect(indexedText('AI 東京')).toEqual({ parts: 'ai 東京', characters: 'ai 東 京' });
  });

  test('a hashtag keeps its spelling', () => {
    expect(hashtagDocument('café', 3)).toEqual({ tag: 'café', folded: 'cafe', posts: 3 });
  });
});

import { describe, expect, test } from '@jest/globals';
import type { Media, Post } from '../data/entities.js';
import { changesNothing, mediaColumns, requireContent } from './post.js';

const IMAGE = { id: '7', width: 40, height: 20 } as Media;
const POST = { content: 'Hello', isPrivate: false, ...mediaColumns(IMAGE) } as Post;

describe('a change of a post', () => {
  test.each([
    ['has no field', {}],
    ['has only undefined fields', { content: undefined, mediaId: undefined }],
    ['has the values of the post', { content: 'Hello', isPrivate: false, mediaId: '7' }],
  ])('changes nothing when it %s', (_case, change) => {
    expect(changesNothing(POST, change)).toBe(true);
  });

  test.each([
    ['another text', { content: 'Hello!' }],
    ['another privacy beside the same text', { content: 'Hello', isPrivate: true }],
    ['another image', { mediaId: '8' }],
    ['no image', { mediaId: null }],
  ])('is one when it has %s', (_case, change) => {
    expect(changesNothing(POST, change)).toBe(false);
  });
});

test('a post needs a text or an image', () => {
  expect(() => requireContent({ content: '', mediaId: null })).toThrow('is required unless there is an image');
  expect(() => requireContent({ content: '', mediaId: '7' })).not.toThrow();
  expect(() => requireContent({ content: 'Hello', mediaId: null })).not.toThrow();
});

test('the columns of the image have the path at which clients get it in full size', () => {
  expect(mediaColumns(IMAGE)).toEqual({
    mediaId: '7',
    mediaUrl: '/api/v1/media/7/full',
    mediaWidth: 40,
    mediaHeight: 20,
  });
  expect(mediaColumns(null)).toEqual({ mediaId: null, mediaUrl: null, mediaWidth: null, mediaHeight: null });
});

import { describe, expect, test } from '@jest/globals';
import { decodeSearchCursor, encodeSearchCursor, type SortValues } from './cursor.js';

const SORT: SortValues = [12.345678, 1_700_000_000_000, '42'];

describe('the cursor of a search', () => {
  test('leads back to its position', () => {
    expect(decodeSearchCursor('posts:tea', encodeSearchCursor('posts:tea', SORT))).toEqual(SORT);
    expect(decodeSearchCursor('posts:tea', undefined)).toBeUndefined();
  });

  test.each([
    ['another search', encodeSearchCursor('posts:coffee', SORT)],
    ['no cursor at all', 'zzz'],
    ['nothing', ''],
    ['JSON of another form', Buffer.from('{"a":1}').toString('base64url')],
    ['too few values', Buffer.from('["x",1,2]').toString('base64url')],
  ])('%s is refused', (_case, cursor) => {
    expect(() => decodeSearchCursor('posts:tea', cursor)).toThrow(expect.objectContaining({ code: 'invalid_cursor' }));
  });
});

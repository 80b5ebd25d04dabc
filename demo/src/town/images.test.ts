import { inflateSync } from 'node:zlib';
import { expect, test } from '@jest/globals';
import { drawLandscape } from './images.js';

test('a landscape is a PNG of 480 by 320 with every pixel in it, the same for the same number', () => {
  const image = drawLandscape(3);
  expect(image.subarray(1, 4).toString()).toBe('PNG');
  expect([image.readUInt32BE(16), image.readUInt32BE(20)]).toEqual([480, 320]);
  const length = image.readUInt32BE(33);
  expect(image.subarray(37, 41).toString()).toBe('IDAT');
  expect(inflateSync(image.subarray(41, 41 + length))).toHaveLength(320 * (1 + 480 * 3));
  expect(drawLandscape(3).equals(image)).toBe(true);
  expect(drawLandscape(4).equals(image)).toBe(false);
});

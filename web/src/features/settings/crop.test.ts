import { describe, expect, test } from '@jest/globals';
import { bounded, sourceSquare } from './crop';

const WIDE = { width: 400, height: 200 };

describe('the crop of a picture', () => {
  test('is its middle at first', () => {
    expect(sourceSquare({ zoom: 1, x: 0, y: 0 }, WIDE)).toEqual({ left: 100, top: 0, side: 200 });
  });

  test('follows the picture as it is moved: to the right shows more of its left', () => {
    expect(sourceSquare({ zoom: 1, x: 0.5, y: 0 }, WIDE)).toEqual({ left: 0, top: 0, side: 200 });
    expect(sourceSquare({ zoom: 2, x: 0, y: 0 }, WIDE)).toEqual({ left: 150, top: 50, side: 100 });
  });

  test('never shows what is beside the picture', () => {
    expect(bounded({ zoom: 0.1, x: 9, y: 9 }, WIDE)).toEqual({ zoom: 1, x: 0.5, y: 0 });
    const { zoom, x, y } = bounded({ zoom: 99, x: -99, y: -99 }, WIDE);
    expect(sourceSquare({ zoom, x, y }, WIDE)).toEqual({ left: 350, top: 150, side: 50 });
  });
});

import { describe, expect, test } from '@jest/globals';
import { waves } from '../src/events/outbox-relay.js';

const row = (aggregateid: string, seq: number) => ({ aggregatetype: 'post', aggregateid, seq });

describe('waves', () => {
  test('no wave holds two events of one aggregate, and each aggregate keeps its order', () => {
    const result = waves([row('1', 1), row('2', 2), row('1', 3), row('1', 4), row('2', 5)]);
    expect(result.map((wave) => wave.map(({ seq }) => seq))).toEqual([[1, 2], [3, 5], [4]]);
  });

  test('the same id of another kind of thing is another aggregate', () => {
    const result = waves([row('1', 1), { aggregatetype: 'comment', aggregateid: '1', seq: 2 }]);
    expect(result).toHaveLength(1);
  });
});

import { describe, expect, test } from '@jest/globals';
import { EdgeListError, parseEdgeList } from './edge-list.js';

const edges = (text: string) => parseEdgeList(text, 'test.edges').edges;

describe('edge lists', () => {
  test.each([
    ['separated by spaces', '0 1\n1 2\n'],
    ['separated by tabs, with comments as SNAP writes them', '# Nodes: 3\n# FromNodeId\tToNodeId\n0\t1\n1\t2\n'],
    ['separated by commas, with comments of the Network Repository', '% asym unweighted\n0,1\n1,2'],
    ['with weights and times behind the ids', '0 1 0.5 1082040961\n1 2 -1e-3 1082155839\n'],
    ['with Windows line ends, blank lines and spaces around', '\ufeff 0 1 \r\n\r\n  1   2\r\n'],
    ['in MatrixMarket form', '%%MatrixMarket matrix coordinate pattern symmetric\n% by somebody\n3 3 2\n2 1\n3 2\n'],
    ['with edges twice and in both directions, and loops', '0 1\n1 0\n0 1\n1 1\n2 1\n'],
    ['with ids that leave gaps', '7 1000000000001\n1000000000001 1000000000002'],
    ['with leading zeros', '00 1\n01 002'],
  ])('%s', (_case, text) => {
    expect(edges(text)).toEqual([
      [0, 1],
      [1, 2],
    ]);
  });

  test('number people in the order of their ids', () => {
    expect(edges('10 9\n9 100')).toEqual([
      [0, 1],
      [0, 2],
    ]);
  });

  test.each([
    ['0 1\n\nana ben\n', 'test.edges, line 3: "ana" is not an id'],
    ['0 1\n5\n', 'test.edges, line 2: an edge has two ids, and this is "5"'],
    ['0 1 friend\n', 'line 1: "friend" behind the two ids is not a number'],
    ['0 -1\n', 'line 1: "-1" is not an id'],
    ['0 1.5\n', 'line 1: "1.5" is not an id'],
    ['{"nodes": []}', 'line 1: "{"nodes":" is not an id'],
    ['', 'there is no edge'],
    ['# nothing\n3 3\n', 'there is no edge'],
  ])('that are wrong are refused, with the line: %p', (text, message) => {
    expect(() => edges(text)).toThrow(EdgeListError);
    expect(() => edges(text)).toThrow(message);
  });
});

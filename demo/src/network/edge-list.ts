import { basename } from 'node:path';
import type { Network } from './network.js';

/** An edge list could not be read; the message names the line. */
export class EdgeListError extends Error {
  override name = 'EdgeListError';
}

const ID = /^\d{1,18}$/;
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/**
 * Reads an edge list as SNAP and the Network Repository publish them: two ids a line, separated by spaces, tabs or
 * commas, whatever numbers stand behind them, comments that begin with # or %, and the size line of MatrixMarket. Each
 * edge counts once, in whichever direction and however often it is there; nobody is their own friend. People are
 * numbered in the order of their ids.
 */
export function parseEdgeList(text: string, file: string): Network {
  const edges = new Map<string, [string, string]>();
  const lines = text.replace(/^\ufeff/, '').split(/\r\n|\r|\n/);
  const matrixMarket = /^%%MatrixMarket/i.test(lines[0] ?? '');
  let sizeLineSeen = !matrixMarket;
  lines.forEach((line, index) => {
    const content = line.trim();
    if (content === '' || /^[#%]/.test(content)) return;
    const fields = content.split(/[\s,;]+/).filter(Boolean);
    if (!sizeLineSeen) {
      sizeLineSeen = true;
      if (fields.length === 3 && fields.every((field) => ID.test(field))) return;
    }
    const [one, other] = readEdge(fields, content, `${basename(file)}, line ${index + 1}`);
    if (one !== other) edges.set(isBefore(one, other) ? `${one} ${other}` : `${other} ${one}`, [one, other]);
  });
  if (edges.size === 0) throw new EdgeListError(`${basename(file)}: there is no edge in it.`);
  return toNetwork([...edges.values()], file);
}

function readEdge(fields: string[], content: string, place: string): [string, string] {
  const shown = content.length > 60 ? `${content.slice(0, 60)}…` : content;
  if (fields.length < 2) throw new EdgeListError(`${place}: an edge has two ids, and this is "${shown}".`);
  for (const id of fields.slice(0, 2)) {
    if (!ID.test(id)) throw new EdgeListError(`${place}: "${id.slice(0, 30)}" is not an id (a whole number).`);
  }
  for (const extra of fields.slice(2)) {
    if (!NUMBER.test(extra)) {
      throw new EdgeListError(`${place}: "${extra.slice(0, 30)}" behind the two ids is not a number.`);
    }
  }
  return [BigInt(fields[0]!).toString(), BigInt(fields[1]!).toString()];
}

function isBefore(one: string, other: string): boolean {
  return one.length === other.length ? one < other : one.length < other.length;
}

function toNetwork(edges: [string, string][], file: string): Network {
  const ids = [...new Set(edges.flat())].sort((one, other) => (isBefore(one, other) ? -1 : 1));
  const numbers = new Map(ids.map((id, number) => [id, number]));
  const numbered = edges.map(([one, other]): [number, number] => {
    const [a, b] = [numbers.get(one)!, numbers.get(other)!];
    return a < b ? [a, b] : [b, a];
  });
  const description = `${ids.length} people and ${edges.length} friendships from ${basename(file)}`;
  return { size: ids.length, edges: numbered, description };
}

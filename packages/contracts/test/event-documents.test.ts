import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Parser } from '@asyncapi/parser';
import { expect, test } from '@jest/globals';
import { asyncApiDocument, EVENTS, eventJsonSchema } from '../src/event-documents.js';

const folder = fileURLToPath(new URL('../events/', import.meta.url));
const advice = 'Run `npm run contracts` after a change to an event.';

function written(name: string): { advice: string; document: unknown } {
  return { advice, document: JSON.parse(readFileSync(`${folder}${name}`, 'utf8')) };
}

test('the documents in events/ are those of the events as they are now', () => {
  const names = [...EVENTS.map(({ topic }) => `${topic}.json`), 'asyncapi.json'].sort();
  expect(readdirSync(folder).sort()).toEqual(names);
  expect(written('asyncapi.json')).toEqual({ advice, document: asyncApiDocument() });
  for (const event of EVENTS) {
    expect(written(`${event.topic}.json`)).toEqual({ advice, document: eventJsonSchema(event) });
  }
});

test('the AsyncAPI document is valid and has a channel for each topic', async () => {
  const { document, diagnostics } = await new Parser().parse(JSON.stringify(asyncApiDocument()));
  expect(diagnostics).toEqual([]);
  const addresses = document!
    .channels()
    .all()
    .map((channel) => channel.address());
  expect(addresses).toEqual(EVENTS.map(({ topic }) => topic));
});

test('every schema stands for itself: it refers to no other document', () => {
  for (const event of EVENTS) expect(JSON.stringify(eventJsonSchema(event))).not.toContain('$ref');
});

import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { asyncApiDocument, EVENTS, eventJsonSchema } from './event-documents.js';

// `npm run contracts`: writes the documents that other programs read. A test fails while they differ from the schemas.
const folder = fileURLToPath(new URL('../../events/', import.meta.url));
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder);
const write = (name: string, document: unknown) =>
  writeFileSync(`${folder}${name}`, `${JSON.stringify(document, null, 2)}\n`);
for (const event of EVENTS) write(`${event.topic}.json`, eventJsonSchema(event));
write('asyncapi.json', asyncApiDocument());
console.log(`Wrote ${EVENTS.length} schemas and asyncapi.json to ${folder}`);

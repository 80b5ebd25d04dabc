import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { generateTypes } from '@townsquare/client/generate';
import { repository } from '@townsquare/launcher';
import { apiDocument } from '../support/api-document.js';
import { town } from '../support/town.js';

test('the types of packages/client are those of the API as it is now', async () => {
  const kept = readFileSync(join(repository, 'packages/client/src/schema.ts'), 'utf8');
  const isCurrent = kept === (await generateTypes(await apiDocument()));
  expect({ isCurrent, advice: 'Run `npm run client` after a change to the API.' }).toMatchObject({ isCurrent: true });
});

test('the document that they are made of is the one that a running town serves', async () => {
  const served = await (await fetch(`${town.gatewayUrl}/openapi.json`)).json();
  expect(JSON.parse(JSON.stringify(await apiDocument()))).toEqual(served);
});

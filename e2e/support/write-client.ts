import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateTypes } from '@townsquare/client/generate';
import { repository } from '@townsquare/launcher';
import { apiDocument } from './api-document.js';

// `npm run client`: writes the types that the client is made of. A test fails while they differ from the API.
const file = join(repository, 'packages/client/src/schema.ts');
writeFileSync(file, await generateTypes(await apiDocument()));
console.log(`Wrote ${file}`);

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from '../town.js';
import { derivedFiles } from './files.js';

// `npm run deployments`: after a service has been added to services.ts, or a topic to components/redis/events.yaml.

for (const [path, text] of Object.entries(derivedFiles())) {
  writeFileSync(join(repository, path), text);
  console.log(`Written: ${path}`);
}

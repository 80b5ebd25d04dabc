import { DaprClient, DatabaseConfig, openOwnDatabase, ProcessConfig, readConfig } from '@townsquare/kit';
import { authService, createSecretBox } from './app.js';
import { KeyRing } from './identity/keys/key-ring.js';
import { administer, USAGE } from './moderation/use-cases/administer.js';

// What an operator does by hand, with the environment of the running service: `npm run admin -- grant USERNAME ROLE`.

const config = readConfig(ProcessConfig.extend(DatabaseConfig.shape));
const dapr = new DaprClient({ host: config.DAPR_HOST, port: config.DAPR_HTTP_PORT, apiToken: config.DAPR_API_TOKEN });
const database = await openOwnDatabase(authService, config, dapr);
try {
  const keys = new KeyRing(database, await createSecretBox(dapr));
  for (const line of await administer(database, keys, process.argv.slice(2))) console.log(line);
} catch (error) {
  console.error(`${(error as Error).message}\n\n${USAGE}`);
  process.exitCode = 1;
} finally {
  await database.close();
  await dapr.close();
}

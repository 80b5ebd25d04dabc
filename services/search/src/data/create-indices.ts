import { errors } from '@elastic/elasticsearch';
import type { Logger } from '@townsquare/kit';
import { INDICES, type IndexDefinition, SETTINGS } from '../indices/index.js';
import type { SearchEngine } from './search-engine.js';

const PAUSE_MS = 500;

/**
 * Creates the indices that are missing, each behind its alias. Several instances may start at once: the first index of
 * a definition always has the same name, so only one of them can create it. Waits for Elasticsearch up to the limit.
 */
export async function createIndices(engine: SearchEngine, logger: Logger, limitMs = 120_000): Promise<void> {
  const giveUpAt = Date.now() + limitMs;
  for (;;) {
    try {
      for (const definition of INDICES) await createIndex(engine, definition);
      return;
    } catch (error) {
      if (error instanceof errors.ResponseError && error.statusCode === 400) throw error;
      if (Date.now() > giveUpAt) throw error;
      logger.warn({ err: error }, 'Elasticsearch is not ready; trying again');
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }
}

async function createIndex(engine: SearchEngine, { name, version, mappings }: IndexDefinition): Promise<void> {
  const { indices } = engine.client;
  const alias = engine.alias(name);
  if (await indices.existsAlias({ name: alias })) return;
  try {
    // A rebuilt index bears the time of its making in place of the 0, and takes the alias over.
    const index = `${alias}-v${version}-0`;
    await indices.create({ index, aliases: { [alias]: {} }, settings: SETTINGS, mappings });
  } catch (error) {
    if (!isThereAlready(error)) throw error;
  }
}

function isThereAlready(error: unknown): boolean {
  const type = error instanceof errors.ResponseError ? error.body?.error?.type : undefined;
  return type === 'resource_already_exists_exception';
}

import { errors, type estypes } from '@elastic/elasticsearch';
import type { Logger } from '@townsquare/kit';
import { INDICES, type IndexDefinition, SETTINGS } from './index-definitions.js';
import { indexBehind } from './next-indices.js';
import { type SearchEngine, statusOf } from './search-engine.js';

const PAUSE_MS = 500;

/** The index was written by a later version of this service, and this version cannot read it. */
class IndexOfLaterVersion extends Error {}

/**
 * Creates the missing indices, each with its alias, and replaces an index of an earlier version by an empty one, which a
 * rebuild then fills. Several instances may start at once: the first index of a definition always has the same name, so only
 * one instance can create it. Waits for Elasticsearch up to `limitMs`. Throws at once for an index of a later version.
 */
export async function createIndices(engine: SearchEngine, logger: Logger, limitMs = 120_000): Promise<void> {
  const giveUpAt = Date.now() + limitMs;
  for (;;) {
    try {
      for (const definition of INDICES) await createIndex(engine, definition, logger);
      return;
    } catch (error) {
      if (error instanceof IndexOfLaterVersion || statusOf(error) === 400) throw error;
      if (Date.now() > giveUpAt) throw error;
      logger.warn({ err: error }, 'Elasticsearch is not ready; trying again');
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }
}

/** Whether a live index replaced one of an earlier version, and so has only what was written since. */
export async function isRebuildDue(engine: SearchEngine): Promise<boolean> {
  const index = INDICES.map(({ name }) => engine.alias(name));
  const mappings = await engine.client.indices.getMapping({ index, ignore_unavailable: true });
  return Object.values(mappings).some(({ mappings: { _meta } }) => _meta?.rebuildDue === true);
}

async function createIndex(engine: SearchEngine, definition: IndexDefinition, logger: Logger): Promise<void> {
  const live = await indexBehind(engine, engine.alias(definition.name));
  if (live === undefined) return createFirst(engine, definition, { aliases: { [engine.alias(definition.name)]: {} } });
  const liveVersion = Number(/-v(\d+)-\d+$/.exec(live)?.[1]);
  if (liveVersion === definition.version) return;
  if (liveVersion > definition.version) {
    throw new IndexOfLaterVersion(`${live} is of a later version; this service writes version ${definition.version}.`);
  }
  logger.warn({ index: live, version: definition.version }, 'a search index of an earlier version must be rebuilt');
  await createFirst(engine, definition, { mappings: { ...definition.mappings, _meta: { rebuildDue: true } } });
  await replace(engine, definition, live);
}

const firstIndex = (engine: SearchEngine, { name, version }: IndexDefinition) =>
  // A rebuilt index has the time of its creation instead of the 0, and takes over the alias.
  `${engine.alias(name)}-v${version}-0`;

async function createFirst(
  engine: SearchEngine,
  definition: IndexDefinition,
  more: Partial<estypes.IndicesCreateRequest>,
): Promise<void> {
  const { mappings } = definition;
  try {
    await engine.client.indices.create({
      index: firstIndex(engine, definition),
      settings: SETTINGS,
      mappings,
      ...more,
    });
  } catch (error) {
    if (typeOf(error) !== 'resource_already_exists_exception') throw error;
  }
}

/** Moves the alias to the new index. The old one is no longer used, and is deleted when the rebuild begins. */
async function replace(engine: SearchEngine, definition: IndexDefinition, live: string): Promise<void> {
  const alias = engine.alias(definition.name);
  const actions = [
    { remove: { index: live, alias, must_exist: true } },
    { add: { index: firstIndex(engine, definition), alias } },
  ];
  try {
    await engine.client.indices.updateAliases({ actions });
  } catch (error) {
    // Another instance has moved it.
    if (statusOf(error) !== 404) throw error;
  }
}

const typeOf = (error: unknown) => (error instanceof errors.ResponseError ? error.body?.error?.type : undefined);

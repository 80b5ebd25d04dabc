import { errors, type estypes } from '@elastic/elasticsearch';
import { INDICES, type IndexName, SETTINGS } from './index-definitions.js';
import type { SearchEngine } from './search-engine.js';

/** No retries: if a change was made and its response lost, Elasticsearch would refuse it the second time. */
const CHANGE = { maxRetries: 0 };

/** Creates empty indices beside the live ones, each with an alias of the rebuild. */
export async function createNextIndices(engine: SearchEngine, rebuild: string): Promise<void> {
  for (const { name, version, mappings } of INDICES) {
    const index = `${engine.alias(name)}-v${version}-${rebuild}`;
    const aliases = { [engine.alias(name, rebuild)]: {} };
    await engine.client.indices.create({ index, aliases, settings: SETTINGS, mappings }, CHANGE);
  }
}

/** Deletes indices that are not live: those of one rebuild, or of all interrupted ones. */
export async function dropUnusedIndices(engine: SearchEngine, rebuild = '*'): Promise<void> {
  for (const { name } of INDICES) {
    const alias = engine.alias(name);
    const found = await engine.client.indices.get({ index: `${alias}-v*-${rebuild}`, features: ['aliases'] });
    const unused = Object.keys(found).filter((index) => found[index]?.aliases?.[alias] === undefined);
    if (unused.length > 0) await engine.client.indices.delete({ index: unused }, CHANGE);
  }
}

/** Refreshes the new indices and counts their documents, without the marks of deleted ones. */
export async function countNextDocuments(engine: SearchEngine, rebuild: string): Promise<Record<IndexName, number>> {
  const counts: Partial<Record<IndexName, number>> = {};
  for (const { name } of INDICES) {
    const index = engine.alias(name, rebuild);
    await engine.client.indices.refresh({ index });
    const query = { bool: { must_not: [{ term: { deleted: true } }] } };
    counts[name] = (await engine.client.count({ index, query })).count;
  }
  return counts as Record<IndexName, number>;
}

/** Replaces the live indices by the new ones in one step, and deletes the old ones. */
export async function swapIndices(engine: SearchEngine, rebuild: string): Promise<void> {
  const actions: estypes.IndicesUpdateAliasesAction[] = [];
  for (const { name } of INDICES) {
    const alias = engine.alias(name);
    const next = await indexBehind(engine, engine.alias(name, rebuild));
    const live = await indexBehind(engine, alias);
    if (next === undefined) throw new Error(`The new index of ${name} is missing.`);
    if (live !== undefined) actions.push({ remove_index: { index: live } });
    actions.push({ add: { index: next, alias } }, { remove: { index: next, alias: engine.alias(name, rebuild) } });
  }
  await engine.client.indices.updateAliases({ actions }, CHANGE);
}

/** The index that has this alias. */
export async function indexBehind(engine: SearchEngine, alias: string): Promise<string | undefined> {
  try {
    return Object.keys(await engine.client.indices.getAlias({ name: alias }))[0];
  } catch (error) {
    if (error instanceof errors.ResponseError && error.statusCode === 404) return undefined;
    throw error;
  }
}

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseAllDocuments } from 'yaml';

const repository = fileURLToPath(new URL('../..', import.meta.url));

/** The documents of a YAML file of the repository. */
export function readYaml<T>(path: string): T[] {
  return parseAllDocuments(readFileSync(`${repository}${path}`, 'utf8'), { merge: true }).map(
    (document) => document.toJS() as T,
  );
}

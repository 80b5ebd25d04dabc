import { readFileSync } from 'node:fs';
import { town } from './town.js';

type Values = Record<string, string>;

/**
 * What the town under test keeps to itself: its secret store, by the name of the secret; the tokens between apps and
 * sidecars, by service; the passwords of its own parts.
 */
export function townSecrets(file: 'secrets' | 'tokens'): Record<string, Values>;
export function townSecrets(file: 'admin'): Values;
export function townSecrets(file: string): Record<string, unknown> {
  return JSON.parse(readFileSync(`${town.home}/secrets/${file}.json`, 'utf8'));
}

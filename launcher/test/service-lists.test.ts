import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { recountedServices, services } from '../src/services.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const ids = services.map(({ id }) => id);
const without = (...names: string[]) => ids.filter((id) => !names.includes(id)).sort();

test('the gateway has public routes for each service', async () => {
  const { PUBLIC_SERVICES } = await import(join(root, 'services/gateway/src/domain/routing-table.ts'));
  expect(PUBLIC_SERVICES).toEqual(without('gateway'));
});

test('the auth service waits for each service that stores personal data when an account is deleted', async () => {
  const path = 'services/auth/src/identity/domain/deletion-progress.ts';
  const { PURGING_SERVICES } = await import(join(root, path));
  expect([...PURGING_SERVICES].sort()).toEqual(without('gateway', 'auth'));
});

test('npm run recount asks each service that has recount routes', () => {
  const recounting = ids.filter((id) => read(`services/${id}/src/app.ts`).includes('recountRoutes('));
  expect(recountedServices().sort()).toEqual(recounting.sort());
});

test('each service is compiled', () => {
  const compiled = JSON.parse(read('tsconfig.json')).references.map(({ path }: { path: string }) => path);
  expect(compiled).toEqual(expect.arrayContaining(ids.map((id) => `services/${id}`)));
});

import { expect, test } from '@jest/globals';
import { PERSONAL_DATA } from '@townsquare/contracts';
import { downloadName, imageFile, OWN_KINDS, othersFile, ownFile, readMe } from './download-text.js';

const AT = new Date('2026-01-31T23:59:59.999Z');

test('a download has the account and the day in its name', () => {
  expect(downloadName('ana', AT)).toBe('townsquare-ana-2026-01-31.zip');
});

test('files are named by their kind, and images by their id', () => {
  expect([ownFile('sessions'), othersFile('posts'), imageFile('images', 'a1')]).toEqual([
    'account/sessions.json',
    'posts.json',
    'images/a1.webp',
  ]);
});

test('the explanation has one line for each file of each service, and the time of the download', () => {
  const lines = readMe('ana', AT).split('\n');
  expect(lines[0]).toBe('What Townsquare keeps of the account ana, read from 2026-01-31T23:59:59.999Z on.');
  const files = [...OWN_KINDS.map(ownFile), ...Object.values(PERSONAL_DATA).flat().map(othersFile)];
  for (const file of files) expect(lines.filter((line) => line.startsWith(`${file}: `))).toHaveLength(1);
  expect(lines.filter((line) => line.includes('.json: '))).toHaveLength(files.length);
});

import { randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { SecretBox } from './secret-box.js';

const KEY = randomBytes(32).toString('base64');

describe('SecretBox', () => {
  test('opens what it sealed, and never seals the same bytes twice', () => {
    const box = new SecretBox(KEY);
    const first = box.seal('secret', 'a');
    expect(box.open(first, 'a')).toBe('secret');
    expect(box.seal('secret', 'a').equals(first)).toBe(false);
    expect(first.includes('secret')).toBe(false);
  });

  test('refuses another label, another key and a changed byte', () => {
    const sealed = new SecretBox(KEY).seal('secret', 'a');
    expect(() => new SecretBox(KEY).open(sealed, 'b')).toThrow();
    expect(() => new SecretBox(randomBytes(32).toString('base64')).open(sealed, 'a')).toThrow();
    const changed = Buffer.from(sealed);
    changed[changed.length - 1]! ^= 1;
    expect(() => new SecretBox(KEY).open(changed, 'a')).toThrow();
  });

  test.each(['', 'c2hvcnQ='])('refuses the key %p', (key) => {
    expect(() => new SecretBox(key)).toThrow('32 bytes');
  });
});

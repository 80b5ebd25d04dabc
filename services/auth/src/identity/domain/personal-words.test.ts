import { describe, expect, test } from '@jest/globals';
import { isPersonal } from './personal-words.js';

const ANA = { username: 'ana_lima', email: 'lima.ana@example.org', fullName: 'Ana Lima Costa' };

describe('a password', () => {
  test.each(['ana_lima', 'Ana_Lima2024', 'lima.ana@example.org', 'LimaCosta1990', 'townsquare1', '!Townsquare-ana'])(
    '%p says no more than who it belongs to',
    (password) => expect(isPersonal(password, ANA)).toBe(true),
  );
  test.each(['correct horse', 'banana split sundae', 'eight ch', 'ana likes long walks'])('%p says more', (password) =>
    expect(isPersonal(password, ANA)).toBe(false),
  );
  test('does not consist of an address in its Unicode form', () => {
    const known = { ...ANA, email: 'lima@xn--bcher-kva.example' };
    expect(isPersonal('lima@bücher.example', known)).toBe(true);
  });
  test('may hold a name of two letters anywhere', () => {
    expect(isPersonal('lox on bagels', { username: 'lo_', email: 'lo@example.org', fullName: 'Lo Bo' })).toBe(false);
  });
});

import { describe, expect, test } from '@jest/globals';
import { Email, FullName, NewPassword, Username } from './account-rules.js';

const refused = (schema: { safeParse(value: unknown): { success: boolean } }, value: unknown) =>
  !schema.safeParse(value).success;

describe('usernames', () => {
  test('are kept in lower case', () => expect(Username.parse(' Ana_Lima9 ')).toBe('ana_lima9'));
  test.each(['ab', 'a'.repeat(31), 'ana lima', 'ana-lima', 'anã', '', 7])('%p is refused', (value) =>
    expect(refused(Username, value)).toBe(true),
  );
});

describe('e-mail addresses', () => {
  test('are kept in lower case', () => expect(Email.parse('Ana@Example.ORG')).toBe('ana@example.org'));
  test.each(['ana', 'ana@', '@example.org', 'a b@example.org', `${'a'.repeat(250)}@example.org`])(
    '%p is refused',
    (value) => expect(refused(Email, value)).toBe(true),
  );
});

describe('new passwords', () => {
  test.each(['correct horse battery', '        x', 'ñandú-ñandú', 'a'.repeat(128)])('%p is accepted', (value) =>
    expect(NewPassword.parse(value)).toBe(value),
  );
  test.each(['short 7', 'a'.repeat(129), 'password123', 'PassWord1', '12345678'])('%p is refused', (value) =>
    expect(refused(NewPassword, value)).toBe(true),
  );
});

test('a full name is trimmed and not empty', () => {
  expect(FullName.parse('  Ana Lima ')).toBe('Ana Lima');
  expect(refused(FullName, '   ')).toBe(true);
});

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
  test.each([
    ['Ana@Bücher.Example', 'ana@xn--bcher-kva.example'],
    ['ana@bu\u0308cher.example', 'ana@xn--bcher-kva.example'],
    ['ana@XN--bcher-kva.example', 'ana@xn--bcher-kva.example'],
    ['ana@пример.рф', 'ana@xn--e1afmkfd.xn--p1ai'],
    ['ana@xn--e1afmkfd.xn--p1ai', 'ana@xn--e1afmkfd.xn--p1ai'],
    ['ana@例え。テスト', 'ana@xn--r8jz45g.xn--zckzah'],
  ])('%s is kept with its domain in ASCII', (typed, kept) => expect(Email.parse(typed)).toBe(kept));
  test.each([
    'aná@example.org',
    'ana@bücher',
    'ana@bücher.example/x',
    'ana@bücher.example:80',
    'ana@bü%41.example',
    'ana@bücher..example',
    'ana@１２７.１',
    'ana@xn--a.example',
    'ana@xn--zzzz--.example',
    `ana@${'ü'.repeat(60)}.${'ü'.repeat(60)}.${'ü'.repeat(60)}.${'ü'.repeat(60)}.example`,
  ])('%p is refused, for its domain has no ASCII form or its name is not ASCII', (value) =>
    expect(refused(Email, value)).toBe(true),
  );
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

import { describe, expect, test } from '@jest/globals';
import { carriesToken, type MailKind, pauseSeconds, worthSendingSeconds } from './mail-kinds.js';
import { mailText } from './mail-texts.js';

const KINDS: MailKind[] = [
  'verifyEmail',
  'resetPassword',
  'leaveEmail',
  'enterEmail',
  'passwordChanged',
  'emailChanged',
  'secondFactorOn',
  'secondFactorOff',
  'recoveryCodeUsed',
];

describe.each(KINDS)('a mail of the kind %s', (kind) => {
  test('names the person, and holds its token where it has one', () => {
    const { subject, html } = mailText(kind, { username: 'ana', ...(carriesToken(kind) ? { token: 'T0k-en' } : {}) });
    expect(subject).toMatch(/^Townsquare: \w/);
    expect(html).toContain('Hello ana,');
    expect(html.includes('<code>T0k-en</code>')).toBe(carriesToken(kind));
  });
});

test('what a mail says of a person is never markup', () => {
  expect(mailText('passwordChanged', { username: '<b>&' }).html).toContain('Hello &lt;b&gt;&amp;,');
});

test('a mail is tried again after pauses that grow up to half an hour', () => {
  expect([1, 2, 3, 4, 20].map(pauseSeconds)).toEqual([5, 10, 20, 40, 1_800]);
  expect(worthSendingSeconds('resetPassword')).toBe(3_600);
});

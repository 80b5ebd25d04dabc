import { describe, expect, test } from '@jest/globals';
import { sanctionText } from '../../moderation/domain/moderation-rules.js';
import { carriesToken, type MailKind, mailText, pauseSeconds, worthSendingSeconds } from './mails.js';

const KINDS: MailKind[] = [
  'verifyEmail',
  'resetPassword',
  'leaveEmail',
  'enterEmail',
  'passwordChanged',
  'emailChanged',
  'secondFactorOn',
  'secondFactorOff',
  'secondFactorRemoved',
  'recoveryCodeUsed',
  'sanctioned',
  'deactivated',
  'reactivated',
  'contentRemoved',
  'appealDecided',
];

describe.each(KINDS)('a mail of the kind %s', (kind) => {
  test('names the person, and holds its token where it has one', () => {
    const { subject, html } = mailText(kind, { username: 'ana', ...(carriesToken(kind) ? { token: 'T0k-en' } : {}) });
    expect(subject).toMatch(/^Townsquare: \w/);
    expect(html).toContain('Hello ana,');
    expect(html.includes('<code>T0k-en</code>')).toBe(carriesToken(kind));
  });
});

test('a mail states the decision with its reason and end', () => {
  const endsAt = new Date('2026-02-03T04:05:06Z');
  const text = (end: Date | null) => mailText('sanctioned', { username: 'ana', decision: decisionOn(end) }).html;
  expect(text(endsAt)).toContain('suspended until 2026-02-03 04:05 UTC: spam &lt;b&gt;');
  expect(text(null)).toContain('This account is banned: spam');
});

const decisionOn = (endsAt: Date | null) => sanctionText({ reason: 'spam <b>', endsAt });

test('what a mail says of a person is never markup', () => {
  expect(mailText('passwordChanged', { username: '<b>&' }).html).toContain('Hello &lt;b&gt;&amp;,');
});

test('a mail is tried again after pauses that grow up to half an hour', () => {
  expect([1, 2, 3, 4, 20].map(pauseSeconds)).toEqual([5, 10, 20, 40, 1_800]);
  expect(worthSendingSeconds('resetPassword')).toBe(3_600);
});

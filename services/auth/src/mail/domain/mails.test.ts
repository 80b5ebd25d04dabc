import { describe, expect, test } from '@jest/globals';
import { sanctionText } from '../../moderation/domain/moderation-rules.js';
import { carriesToken, type MailKind, mailText, PAGE_FOR, pauseSeconds, worthSendingSeconds } from './mails.js';

const ANA = { username: 'ana', publicUrl: 'https://town.example' };

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
  'contentRemoved',
  'appealDecided',
];

describe.each(KINDS)('a mail of the kind %s', (kind) => {
  test('names the person, and has its token, alone and in a link, where it has one', () => {
    const { subject, html } = mailText(kind, { ...ANA, ...(carriesToken(kind) ? { token: 'T0k-en' } : {}) });
    expect(subject).toMatch(/^Townsquare: \w/);
    expect(html).toContain('Hello ana,');
    expect(html.includes('<code>T0k-en</code>')).toBe(carriesToken(kind));
    const links = [...html.matchAll(/<a href="([^"]+)">([^<]+)<\/a>/g)].map(([, link, shown]) => [link, shown]);
    const link = carriesToken(kind) ? `https://town.example${PAGE_FOR[kind]}?code=T0k-en` : undefined;
    expect(links).toEqual(link ? [[link, link]] : []);
  });
});

test('a mail states the decision with its reason and end', () => {
  const endsAt = new Date('2026-02-03T04:05:06Z');
  const text = (end: Date | null) => mailText('sanctioned', { ...ANA, decision: decisionOn(end) }).html;
  expect(text(endsAt)).toContain('suspended until 2026-02-03 04:05 UTC: spam &lt;b&gt;');
  expect(text(null)).toContain('This account is banned: spam');
});

const decisionOn = (endsAt: Date | null) => sanctionText({ reason: 'spam <b>', endsAt });

test('what a mail says of a person is never markup', () => {
  expect(mailText('passwordChanged', { ...ANA, username: '<b>&' }).html).toContain('Hello &lt;b&gt;&amp;,');
});

test('a token cannot add anything to the link', () => {
  const { html } = mailText('verifyEmail', { ...ANA, token: 'a"b&c=d<' });
  expect(html).toContain('<a href="https://town.example/verify?code=a%22b%26c%3Dd%3C">');
  expect(html).toContain('<code>a&quot;b&amp;c=d&lt;</code>');
});

test('a mail is tried again after pauses that grow up to half an hour', () => {
  expect([1, 2, 3, 4, 20].map(pauseSeconds)).toEqual([5, 10, 20, 40, 1_800]);
  expect(worthSendingSeconds('resetPassword')).toBe(3_600);
});

import { describe, expect, test } from '@jest/globals';
import type { Entry } from '../history/entry.js';
import { check } from './check.js';
import { factsOf } from './facts.js';
import { createPost, deletePost, editPost, follow, historyOf, react, register, smallTown, unfollow } from './sample.js';

const contentsOf = (entries: Entry[]) => [...factsOf(entries).posts[0]!.contents];
const post = createPost('ana', '10', 'first');
const edit = editPost('ana', '10', 'second');
const noAnswer = { status: null, answer: null };

describe('what a post may be', () => {
  test.each([
    ['acknowledged: it is there', [post], ['first']],
    ['of unknown outcome: there or not', [{ ...post, ...noAnswer }], [null, 'first']],
    ['refused: nobody made it', [post, { ...edit, status: 404 }], ['first']],
    ['edited: the new text', [post, edit], ['second']],
    ['edited without an answer: either text', [post, { ...edit, ...noAnswer }], ['first', 'second']],
    ['deleted: gone, whatever comes late', [post, { ...edit, ...noAnswer }, deletePost('ana', '10')], [null]],
    ['deleted, with the first answer lost', [post, { ...deletePost('ana', '10'), status: 404 }], [null]],
    ['deleted without an answer: there or gone', [post, { ...deletePost('ana', '10'), ...noAnswer }], ['first', null]],
  ])('%s', (_case, sent, expected) => {
    expect(contentsOf(historyOf(...sent))).toEqual(expected);
  });

  test('an attempt that nobody answered may take effect after a later edit', () => {
    const history = historyOf(
      post,
      { ...edit, ...noAnswer, write: 2 },
      { ...edit, write: 2 },
      editPost('ana', '10', 'third'),
    );
    expect(contentsOf(history)).toEqual(['third', 'second']);
  });
});

test('a follow and a reaction are what was acknowledged last', () => {
  const target = '/posts/10/reactions';
  const facts = factsOf(
    historyOf(follow('ben', '1'), unfollow('ben', '1'), react('ben', target, 'like'), react('ben', target, 'sad')),
  );
  expect([...facts.follows.get('ben 1')!.allowed]).toEqual([null]);
  expect([...facts.reactions.get(`ben ${target}`)!]).toEqual(['sad']);
});

describe('who must have been told of a post', () => {
  const findings = (...sent: Parameters<typeof historyOf>) => {
    const { seen } = smallTown();
    seen.people.get('ben')!.notifications.pop();
    seen.people.get('ben')!.unread = 0;
    const found = check(factsOf(historyOf(register('ana', '1'), register('ben', '2'), ...sent)), seen);
    return found.filter(({ view, section }) => view === 'notifications' && section === 'person ben').length;
  };
  const sent = createPost('ana', '10', 'Fresh bread');

  test('who followed before, and never ceased', () => {
    expect(findings(follow('ben', '1'), sent)).toBe(1);
  });

  test('not who followed later, or ceased', () => {
    expect(findings(sent, follow('ben', '1'))).toBe(0);
    expect(findings(follow('ben', '1'), sent, unfollow('ben', '1'), follow('ben', '1'))).toBe(0);
  });
});

describe('a repeated key', () => {
  const keys = (...sent: Parameters<typeof historyOf>) =>
    check(factsOf(historyOf(register('ana', '1'), ...sent)), smallTown().seen).filter(({ view }) => view === 'keys');
  const attempt = { ...createPost('ana', '10', 'Fresh bread'), write: 2 };

  test('has one answer', () => {
    expect(keys(attempt, attempt)).toEqual([]);
    expect(keys(attempt, { ...attempt, answer: { id: '11' } })).toMatchObject([{ kind: 'doubled' }]);
  });

  test('is not refused', () => {
    expect(keys({ ...attempt, ...noAnswer }, { ...attempt, status: 409, answer: {} })).toMatchObject([
      { kind: 'wrong' },
    ]);
  });
});

import { expect, test } from '@jest/globals';
import {
  accountBudget,
  accountKey,
  codeBudget,
  downloadBudget,
  passwordBudgets,
  refreshBudget,
  sessionBudget,
} from './sign-in-budgets.js';

const limits = (budgets: { attempts: number; seconds: number }[]) =>
  budgets.map(({ attempts, seconds }) => [attempts, seconds]);

test('a log-in is limited by account and address, by account and by address', () => {
  expect(limits(passwordBudgets('id:1', '203.0.113.7'))).toEqual([
    [10, 900],
    [100, 3600],
    [100, 3600],
  ]);
  const subjects = passwordBudgets('id:1', '203.0.113.7').map(({ subject }) => subject.toString('hex'));
  expect(new Set(subjects).size).toBe(3);
  expect(passwordBudgets('id:1', '203.0.113.8')[1]).toEqual(accountBudget('id:1'));
  expect(passwordBudgets('id:2', '203.0.113.7')[2]).toEqual(passwordBudgets('id:1', '203.0.113.7')[2]);
  expect(passwordBudgets('id:1', '203.0.113.8')[0]).not.toEqual(passwordBudgets('id:1', '203.0.113.7')[0]);
  expect(passwordBudgets('id:2', '203.0.113.7')[0]).not.toEqual(passwordBudgets('id:1', '203.0.113.7')[0]);
});

test('the other attempts have budgets of their own, each for one account or session', () => {
  const budgets = [sessionBudget, refreshBudget, accountBudget, codeBudget, downloadBudget];
  expect(limits(budgets.map((budget) => budget('1')))).toEqual([
    [10, 900],
    [30, 60],
    [100, 3600],
    [20, 86_400],
    [5, 3600],
  ]);
  const subjects = budgets.flatMap((budget) => ['1', '2'].map((id) => budget(id).subject.toString('hex')));
  expect(new Set(subjects).size).toBe(10);
});

test('an unknown login is limited like an account, and never shares the budget of one', () => {
  expect(accountKey({ id: '7' }, 'ana')).toBe('id:7');
  expect(accountKey(null, 'ana')).toBe('login:ana');
});

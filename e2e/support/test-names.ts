import { readFileSync } from 'node:fs';
import { parseSync } from '@swc/core';

/** A test as it is written: its name after the names of the groups around it. */
export interface WrittenTest {
  name: string;
  /** Neither it nor a group around it is skipped. */
  runs: boolean;
}

type Syntax = Record<string, unknown>;

/** The tests in a file, read from its syntax tree: words in comments and in other texts are not names of tests. */
export function testsIn(file: string): WrittenTest[] {
  const program = parseSync(readFileSync(file, 'utf8'), { syntax: 'typescript', decorators: true, target: 'es2022' });
  const tests: WrittenTest[] = [];
  visit(program, [], true, tests);
  return tests;
}

function visit(node: unknown, groups: string[], runs: boolean, tests: WrittenTest[]): void {
  if (Array.isArray(node)) {
    for (const one of node) visit(one, groups, runs, tests);
    return;
  }
  if (typeof node !== 'object' || node === null) return;
  const { type, callee, arguments: values } = node as Syntax;
  const called = type === 'CallExpression' ? pathOf(callee as Syntax) : [];
  const [kind, ...modifiers] = called;
  const name = textOf((values as { expression: Syntax }[] | undefined)?.[0]?.expression);
  if ((kind === 'describe' || kind === 'test') && name !== undefined) {
    const isActive = runs && !modifiers.some((one) => ['skip', 'todo', 'failing'].includes(one));
    const full = [...groups, name];
    if (kind === 'test') tests.push({ name: full.join(' '), runs: isActive });
    else visit((values as unknown[]).slice(1), full, isActive, tests);
    return;
  }
  for (const child of Object.values(node)) visit(child, groups, runs, tests);
}

/** `test.skip` is [test, skip]; `test.each(rows)` is [test, each], and a call of what it returns too. */
function pathOf(callee: Syntax | undefined): string[] {
  if (!callee) return [];
  if (callee.type === 'Identifier') return [callee.value as string];
  if (callee.type === 'MemberExpression') {
    return [...pathOf(callee.object as Syntax), ((callee.property as Syntax).value as string) ?? ''];
  }
  if (callee.type === 'CallExpression') return pathOf(callee.callee as Syntax);
  return [];
}

function textOf(node: Syntax | undefined): string | undefined {
  if (node?.type === 'StringLiteral') return node.value as string;
  if (node?.type !== 'TemplateLiteral') return undefined;
  return (node.quasis as { cooked: string }[]).map(({ cooked }) => cooked).join('');
}

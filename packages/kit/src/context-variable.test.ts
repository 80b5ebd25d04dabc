import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { ContextVariable } from './context-variable.js';

const name = new ContextVariable<string>();
const depth = new ContextVariable<number>();
const seen = () => [name.get(), depth.get()];

test('work sees the value of its own run after it waited, and the variables of the runs around it', async () => {
  expect(seen()).toEqual([undefined, undefined]);
  await name.run('outer', async () => {
    await depth.run(1, async () => {
      await turn();
      expect(seen()).toEqual(['outer', 1]);
      await name.run('inner', async () => expect(seen()).toEqual(['inner', 1]));
      expect(seen()).toEqual(['outer', 1]);
    });
    expect(seen()).toEqual(['outer', undefined]);
  });
});

test('two pieces of work at the same time see their own values', async () => {
  const works = ['one', 'two'].map((value) =>
    name.run(value, async () => {
      await turn();
      return name.get();
    }),
  );
  expect(await Promise.all(works)).toEqual(['one', 'two']);
});

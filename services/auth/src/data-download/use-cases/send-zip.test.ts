import { randomBytes } from 'node:crypto';
import { PassThrough, Writable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from '@jest/globals';
import { unzip } from '@townsquare/kit/testing';
import { sendZip, type ZipEntry } from './send-zip.js';

const NEVER = new AbortController().signal;
const CHUNK = 64 * 1024;

async function* entriesOf(...entries: ZipEntry[]): AsyncGenerator<ZipEntry> {
  yield* entries;
}

/** Lets everything that is ready to happen happen. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

/** A file that has no end, of which each chunk is counted, and whether it was closed. */
function endless() {
  const seen = { chunks: 0, closed: false };
  async function* content(): AsyncGenerator<Buffer> {
    try {
      for (;;) {
        // As if it came from elsewhere.
        await settled();
        seen.chunks += 1;
        yield randomBytes(CHUNK);
      }
    } finally {
      seen.closed = true;
    }
  }
  return { seen, entry: { name: 'endless', content: content(), compress: false } };
}

describe('a ZIP file', () => {
  test('has its files as they are, packed or not, in their order', async () => {
    const noise = randomBytes(3 * CHUNK);
    const output = new PassThrough();
    const received = buffer(output);
    const text = 'the same again and again\n';
    const entries = entriesOf(
      { name: 'a.txt', content: Array.from({ length: 10_000 }, () => text), compress: true },
      { name: 'folder/b.bin', content: [noise.subarray(0, 7), noise.subarray(7)], compress: false },
      { name: 'c.txt', content: [], compress: true },
    );
    await sendZip(entries, output, NEVER);
    const bytes = await received;
    expect(bytes.length).toBeLessThan(noise.length + 20_000);
    const files = await unzip(bytes);
    expect(Object.keys(files)).toEqual(['a.txt', 'folder/b.bin', 'c.txt']);
    expect(files['a.txt']!.toString()).toBe(text.repeat(10_000));
    expect(files['folder/b.bin']).toEqual(noise);
    expect(files['c.txt']).toHaveLength(0);
  });

  test('is read no faster than it is taken', async () => {
    const { seen, entry } = endless();
    let resume = () => {};
    const output = new Writable({
      write(_chunk, _encoding, done) {
        resume = done;
      },
    });
    const stop = new AbortController();
    const sent = sendZip(entriesOf(entry), output, stop.signal);
    let before = -1;
    while (seen.chunks !== before) {
      before = seen.chunks;
      for (let turn = 0; turn < 100; turn++) await settled();
    }
    expect(seen.chunks).toBeLessThan(20);
    for (let taken = 0; taken < 200; taken++) {
      resume();
      await settled();
    }
    expect(seen.chunks).toBeGreaterThan(before);
    stop.abort(new Error('Enough.'));
    await expect(sent).rejects.toThrow();
  });

  test('holds nothing of a file that was taken', async () => {
    setFlagsFromString('--expose-gc');
    const collectGarbage = runInNewContext('gc') as () => void;
    const contents: WeakRef<Buffer>[] = [];
    let held = 0;
    async function* entries(): AsyncGenerator<ZipEntry> {
      for (let file = 0; file < 30; file++) {
        const bytes = randomBytes(CHUNK);
        contents.push(new WeakRef(bytes));
        yield { name: `${file}`, content: [bytes], compress: false };
      }
      await settled();
      collectGarbage();
      held = contents.filter((content) => content.deref() !== undefined).length;
    }
    const output = new PassThrough();
    output.resume();
    await sendZip(entries(), output, NEVER);
    expect(contents).toHaveLength(30);
    expect(held).toBeLessThan(5);
  });

  test('is cut off when a file cannot be read: what was sent is not taken for the whole', async () => {
    async function* broken(): AsyncGenerator<string> {
      yield 'half';
      throw new Error('The other half is gone.');
    }
    const output = new PassThrough();
    const chunks: Buffer[] = [];
    output.on('data', (chunk) => chunks.push(chunk)).on('error', () => {});
    const entries = entriesOf(
      { name: 'whole', content: ['all of it'], compress: false },
      { name: 'broken', content: broken(), compress: false },
    );
    await expect(sendZip(entries, output, NEVER)).rejects.toThrow('The other half is gone.');
    expect(output.destroyed).toBe(true);
    expect(Buffer.concat(chunks).includes('all of it')).toBe(true);
    await expect(unzip(Buffer.concat(chunks))).rejects.toThrow();
  });

  test('is cut off when the next file cannot be found', async () => {
    async function* entries(): AsyncGenerator<ZipEntry> {
      yield { name: 'whole', content: ['all of it'], compress: true };
      throw new Error('There is no next.');
    }
    const output = new PassThrough();
    output.resume().on('error', () => {});
    await expect(sendZip(entries(), output, NEVER)).rejects.toThrow('There is no next.');
    expect(output.destroyed).toBe(true);
  });

  test('ends when it is told to, and closes what it was reading', async () => {
    const { seen, entry } = endless();
    const output = new PassThrough();
    output.resume().on('error', () => {});
    const stop = new AbortController();
    const sent = sendZip(entriesOf(entry), output, stop.signal);
    await settled();
    stop.abort(new Error('It takes too long.'));
    await expect(sent).rejects.toThrow();
    expect([output.destroyed, seen.closed]).toEqual([true, true]);
  });

  test('ends without an error when the client reads nothing for long', async () => {
    const { seen, entry } = endless();
    const output = new Writable({ write: () => {} });
    output.on('error', () => {});
    await sendZip(entriesOf(entry), output, NEVER, 50);
    expect([output.destroyed, seen.closed]).toEqual([true, true]);
  });

  test('ends without an error when the client has left, and closes what it was reading', async () => {
    const { seen, entry } = endless();
    const output = new PassThrough();
    output.once('data', () => output.destroy());
    await sendZip(entriesOf(entry), output, NEVER);
    expect(seen.closed).toBe(true);
  });
});

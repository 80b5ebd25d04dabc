import { AsyncLocalStorage } from 'node:async_hooks';

/** One storage for all variables: Node 20 copies each storage into every promise that is made. */
const storage = new AsyncLocalStorage<ReadonlyMap<ContextVariable<unknown>, unknown>>();

/** A value that everything sees which a piece of work calls or awaits, and nothing else. */
export class ContextVariable<T> {
  /** The value of the innermost `run` that the caller is part of, if any. */
  get(): T | undefined {
    return storage.getStore()?.get(this) as T | undefined;
  }

  /** Runs `work` with this value. The other variables keep theirs. */
  run<Result>(value: T, work: () => Result): Result {
    return storage.run(new Map(storage.getStore()).set(this, value), work);
  }
}

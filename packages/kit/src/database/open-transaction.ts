import { ContextVariable } from '../context-variable.js';

/** Follows the work of a transaction through everything that it awaits. */
const current = new ContextVariable<{ isOpen: boolean }>();

/** Runs the work of a transaction: until it is done, `refuseInTransaction` throws in everything that it calls. */
export async function insideTransaction<T>(work: () => Promise<T>): Promise<T> {
  const transaction = { isOpen: true };
  try {
    return await current.run(transaction, work);
  } finally {
    // What the work has left running, such as a timer, is no longer part of it.
    transaction.isOpen = false;
  }
}

/**
 * Throws while the caller's own transaction is open. For everything that such work must not wait for: another service,
 * because the transaction holds its locks meanwhile, and a second connection, because there may be none left.
 */
export function refuseInTransaction(what: string): void {
  if (!current.get()?.isOpen) return;
  throw new Error(`${what} inside a transaction: do it before the transaction begins, or after its commit.`);
}

/** The same client, whose methods refuse to be called while the caller's own transaction is open. */
export function outsideTransactions<Client extends object>(client: Client, name: string): Client {
  return new Proxy(client, {
    get(target, property) {
      const value = Reflect.get(target, property, target);
      if (typeof value !== 'function') return value;
      return (...args: unknown[]) => {
        refuseInTransaction(`${name}.${String(property)} was called`);
        return value.apply(target, args);
      };
    },
  });
}

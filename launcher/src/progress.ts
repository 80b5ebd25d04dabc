import {
  DefaultRenderer,
  Listr,
  ListrEventManager,
  ListrTaskEventType,
  type ListrTaskObject,
  ListrTaskState,
} from 'listr2';
import pc from 'picocolors';

const HEARTBEAT_MS = 10_000;

/** A step as listr2 knows it. */
type Row = ListrTaskObject<unknown, never, never>;

/**
 * Shows the steps of a command with listr2. A terminal shows every open step and what it does right now. Elsewhere, as in
 * the log of a CI run, each finished step is a line with its time, and a step that takes long prints what it does.
 */
export class Progress {
  private readonly started = Date.now();
  private readonly screen: Screen | undefined;

  constructor(
    isTerminal = process.stdout.isTTY === true && process.stdout.columns > 0,
    private readonly heartbeatMs = HEARTBEAT_MS,
  ) {
    this.screen = isTerminal ? new Screen() : undefined;
  }

  /**
   * Runs one step, and returns its value or throws its error. `note` tells what the step does right now; the text that
   * `done` returns is printed with the finished step. Steps may run at the same time.
   */
  async step<T>(
    label: string,
    run: (note: (text: string) => void) => Promise<T>,
    done?: (value: T) => string,
  ): Promise<T> {
    const begun = Date.now();
    let outcome: Promise<T> | undefined;
    const steps = new Listr(
      {
        title: label,
        async task(_context, row) {
          const note = (text: string) => {
            if (row.task.isPending()) row.output = text;
          };
          outcome = (async () => run(note))();
          // Not inside done?.(…), which does not evaluate its arguments when there is no done.
          const value = await outcome;
          const detail = done?.(value);
          row.title = `${label}${detail ? `: ${detail}` : ''} ${pc.dim(`(${seconds(begun)})`)}`;
        },
      },
      // The caller gets the error; the rows of other steps stay as they are.
      { renderer: 'silent', registerSignalListeners: false, exitOnError: false },
    );
    const row = steps.tasks[0] as unknown as Row;
    const hide = this.screen ? await this.screen.show(row) : printLines(row, begun, this.heartbeatMs);
    try {
      await steps.run();
      return await (outcome as Promise<T>);
    } finally {
      hide();
    }
  }

  say(text: string): void {
    console.log(text);
  }

  /** Time since the command began. */
  elapsed(): string {
    return seconds(this.started);
  }
}

/** The part of a terminal that is drawn anew while steps are open. */
class Screen {
  private open = 0;
  private rows: Row[] = [];
  private renderer: Promise<DefaultRenderer> | undefined;

  /** Adds a row, and returns what to call when its step has ended. */
  async show(row: Row): Promise<() => void> {
    this.open += 1;
    this.rows.push(row);
    this.renderer ??= draw(this.rows);
    const renderer = await this.renderer;
    // The renderer notes what a step does only once it has drawn its row.
    await row.check(undefined);
    renderer.update();
    return () => {
      this.open -= 1;
      if (this.open > 0) return;
      renderer.end();
      this.renderer = undefined;
      this.rows = [];
    };
  }
}

async function draw(rows: Row[]): Promise<DefaultRenderer> {
  const renderer = new DefaultRenderer(rows, { showErrorMessage: false }, new ListrEventManager());
  await renderer.render();
  return renderer;
}

/** Prints what becomes of a step line by line. Returns what to call when the step has ended. */
function printLines(row: Row, begun: number, heartbeatMs: number): () => void {
  let current = '';
  row.on(ListrTaskEventType.OUTPUT, (text) => {
    current = `: ${text}`;
  });
  row.on(ListrTaskEventType.STATE, (state) => {
    if (state === ListrTaskState.COMPLETED) console.log(`  ${pc.green('✓')} ${row.title}`);
    if (state === ListrTaskState.FAILED) console.log(`  ${pc.red('✗')} ${row.title} ${pc.dim(`(${seconds(begun)})`)}`);
  });
  const heartbeat = setInterval(() => {
    console.log(`  ${pc.dim('…')} ${row.title}${current} ${pc.dim(`(${seconds(begun)})`)}`);
  }, heartbeatMs);
  return () => clearInterval(heartbeat);
}

function seconds(since: number): string {
  const elapsed = (Date.now() - since) / 1000;
  return elapsed < 100 ? `${elapsed.toFixed(1)} s` : `${Math.floor(elapsed / 60)} min ${Math.round(elapsed % 60)} s`;
}

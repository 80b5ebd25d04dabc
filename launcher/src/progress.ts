import pc from 'picocolors';

const heartbeatSeconds = 10;

/** Prints the steps of a command as they end, each with its time; a step that takes long says so meanwhile. */
export class Progress {
  private readonly started = Date.now();

  /** Runs one step. `note` changes what a heartbeat says; the returned text, if any, is printed with the step. */
  async step<T>(
    label: string,
    run: (note: (text: string) => void) => Promise<T>,
    done?: (value: T) => string,
  ): Promise<T> {
    const begun = Date.now();
    let current = '';
    const heartbeat = setInterval(() => {
      console.log(`  ${pc.dim('…')} ${label}${current && `: ${current}`} ${pc.dim(`(${seconds(begun)})`)}`);
    }, heartbeatSeconds * 1000);
    try {
      const value = await run((text) => {
        current = text;
      });
      const detail = done?.(value);
      console.log(`  ${pc.green('✓')} ${label}${detail ? `: ${detail}` : ''} ${pc.dim(`(${seconds(begun)})`)}`);
      return value;
    } catch (error) {
      console.log(`  ${pc.red('✗')} ${label} ${pc.dim(`(${seconds(begun)})`)}`);
      throw error;
    } finally {
      clearInterval(heartbeat);
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

function seconds(since: number): string {
  const elapsed = (Date.now() - since) / 1000;
  return elapsed < 100 ? `${elapsed.toFixed(1)} s` : `${Math.floor(elapsed / 60)} min ${Math.round(elapsed % 60)} s`;
}

import pc from 'picocolors';
import { grouped } from '../progress.js';
import type { Figure } from './owner-figures.js';

/** The final table: for each service what the demo sent, what is there, and whether they agree. */
export function formatTable(figures: Figure[]): string {
  const what = Math.max(...figures.map((figure) => figure.what.length));
  const line = (service: string, name: string, expected: string, there: string, verdict: string) =>
    `  ${service.padEnd(13)} ${name.padEnd(what)} ${expected.padStart(10)} ${there.padStart(10)}  ${verdict}`.trimEnd();
  let previous = '';
  const lines = figures.map((figure) => {
    const service = figure.service === previous ? '' : figure.service;
    previous = figure.service;
    const agrees = figure.there === figure.expected;
    return line(
      service,
      figure.what,
      grouped(figure.expected),
      grouped(figure.there),
      agrees ? pc.green('✓') : pc.red('✗'),
    );
  });
  return [pc.bold(line('service', 'what', 'sent', 'there', '')), ...lines].join('\n');
}

/** Each figure that differs, as a sentence. */
export function describeGaps(figures: Figure[]): string[] {
  return figures
    .filter((figure) => figure.there !== figure.expected)
    .map(({ service, what, expected, there }) => {
      const difference = grouped(Math.abs(expected - there));
      return `${service}: ${what}: ${difference} ${there < expected ? 'missing' : 'too many'} (${grouped(there)} instead of ${grouped(expected)})`;
    });
}

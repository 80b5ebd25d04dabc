import pc from 'picocolors';
import { grouped } from '../progress.js';
import type { Figure } from './figures.js';

/** The final table: service by service, what was expected, what is there, and whether they agree. */
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
  const legend = [
    '  sent: what the demo did, and what follows from it by the rules of the town; the counters of engagement, and posts',
    '  by hashtag, are held against the rows of the services that own what is counted',
  ];
  return [pc.bold(line('service', 'what', 'sent', 'there', '')), ...lines, pc.dim(legend.join('\n'))].join('\n');
}

/** Where the figures part, a sentence each. */
export function describeGaps(figures: Figure[]): string[] {
  return figures
    .filter((figure) => figure.there !== figure.expected)
    .map(({ service, what, expected, there }) => {
      const difference = grouped(Math.abs(expected - there));
      return `${service}: ${what}: ${difference} ${there < expected ? 'missing' : 'too many'} (${grouped(there)} instead of ${grouped(expected)})`;
    });
}

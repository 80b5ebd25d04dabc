import { type EventDefinition, eventJsonSchema, type JsonSchema } from '@townsquare/contracts';
import escapeHtml from 'escape-html';

/** A row in the table of an event's data. */
interface Field {
  name: string;
  type: string;
  description: string;
}

/**
 * The page of all events: what each means, which Dapr component carries it, and its data. It is plain HTML without scripts, so
 * it needs no exception from the content security policy.
 */
export function eventsPage(events: readonly EventDefinition[]): string {
  const links = events.map(({ topic }) => `<li><a href="#${topic}"><code>${topic}</code></a></li>`).join('\n');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Townsquare events</title>
<link rel="stylesheet" href="events/style.css">
</head>
<body>
<header>
<h1>Events</h1>
<p>Each change in Townsquare is published as a <a href="https://cloudevents.io">CloudEvent 1.0</a> in JSON. A program in any
language can subscribe with a Dapr sidecar and an HTTP server. An event is delivered at least once; its <code>id</code>
identifies it. For one <code>subject</code>, <code>aggregateversion</code> only grows, so a program can ignore an older event.</p>
<p>For programs: the <a href="events/asyncapi.json">AsyncAPI 3 document</a>, and a JSON Schema of each event.</p>
</header>
<nav aria-label="Events"><ul>
${links}
</ul></nav>
<main>
${events.map(section).join('\n')}
</main>
</body>
</html>
`;
}

function section(event: EventDefinition): string {
  const { topic, aggregate, description, schemaVersion } = event;
  const properties = eventJsonSchema(event).properties as Record<string, JsonSchema>;
  const rows = fieldsOf(properties.data!).map(
    ({ name, type, description }) =>
      `<tr><th scope="row"><code>${name}</code></th><td>${escapeHtml(type)}</td><td>${escapeHtml(description)}</td></tr>`,
  );
  return `<section id="${topic}">
<h2><code>${topic}</code></h2>
<p>${escapeHtml(description)}</p>
<p class="facts">Component <code>events-${aggregate}</code> · version ${schemaVersion} · <a href="events/${topic}.json">JSON Schema</a></p>
<div class="table" tabindex="0"><table>
<thead><tr><th scope="col">Field of <code>data</code></th><th scope="col">Type</th><th scope="col">Meaning</th></tr></thead>
<tbody>${rows.join('\n')}</tbody>
</table></div>
</section>`;
}

/** The fields of an object and of the objects in it, each with its path: `media.width`, `mentions[].userId`. */
function fieldsOf(schema: JsonSchema, path = ''): Field[] {
  const { shape, isNullable } = withoutNull(schema);
  const inner = shape.type === 'array' ? withoutNull(shape.items as JsonSchema).shape : shape;
  const own: Field[] =
    path === ''
      ? []
      : [{ name: path, type: typeOf(shape, isNullable), description: (schema.description as string) ?? '' }];
  const prefix = shape.type === 'array' ? `${path}[].` : path && `${path}.`;
  const properties = Object.entries((inner.properties as Record<string, JsonSchema> | undefined) ?? {});
  return [...own, ...properties.flatMap(([name, property]) => fieldsOf(property, `${prefix}${name}`))];
}

/** A nullable schema is shown as its other type. */
function withoutNull(schema: JsonSchema): { shape: JsonSchema; isNullable: boolean } {
  const options = schema.anyOf as JsonSchema[] | undefined;
  if (!options) return { shape: schema, isNullable: false };
  return { shape: options.find(({ type }) => type !== 'null')!, isNullable: true };
}

function typeOf({ type, enum: values, format, items }: JsonSchema, isNullable: boolean): string {
  const name = Array.isArray(values)
    ? values.map((value) => `"${value}"`).join(' | ')
    : type === 'array'
      ? `list of ${typeOf(withoutNull(items as JsonSchema).shape, false)}`
      : [type].flat().join(' or ');
  return `${name}${format ? ` (${format})` : ''}${isNullable ? ' or null' : ''}`;
}

export const EVENTS_STYLE = `
:root { color-scheme: light dark; --line: light-dark(#dfe3e8, #333a44); --quiet: light-dark(#5a6472, #9aa5b4); --link: light-dark(#0b5cad, #7ab8ff);
  --page: light-dark(#fbfbfa, #15181d); --ink: light-dark(#1d2229, #e8eaed); }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 2rem 1.25rem 6rem; max-width: 62rem; background: var(--page); color: var(--ink);
  font: 16px/1.55 system-ui, sans-serif; }
h1 { font-size: 2rem; line-height: 1.2; margin: 0 0 .75rem; }
h2 { font-size: 1.15rem; margin: 0 0 .35rem; }
p { margin: 0 0 .75rem; max-width: 46rem; }
a { color: var(--link); text-underline-offset: .15em; }
code { font-family: ui-monospace, SFMono-Regular, Menlo, monospace; font-size: .92em; }
nav ul { columns: 14rem; list-style: none; padding: 1rem 0; margin: 1.5rem 0 0; border-block: 1px solid var(--line); }
nav li { break-inside: avoid; padding: .2rem 0; }
section { padding: 2rem 0 .5rem; scroll-margin-top: 1rem; }
section + section { border-top: 1px solid var(--line); }
.facts { color: var(--quiet); font-size: .9rem; }
.table { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .92rem; }
th, td { text-align: left; vertical-align: top; padding: .45rem .75rem .45rem 0; border-bottom: 1px solid var(--line); font-weight: normal; }
thead th { color: var(--quiet); font-size: .85rem; }
`;

const TOPICS = /^ {4}- name: publishingScopes\n(?: {6}.*\n)+ {4}- name: subscriptionScopes\n(?: {6}.*\n)+/m;
const SERVICES = /^scopes:.*\n(?: .*\n)*/m;

/**
 * The pub/sub components of a profile, with the scopes (which services have a component, and which topics each may publish and
 * receive) that the components of the same name have in `source`. The rest of the text stays as it is.
 */
export function withScopesOf(source: string, profile: string): string {
  const originals = new Map(split(source).map((component) => [nameOf(component), component]));
  const components = split(profile).map((component) => {
    const original = originals.get(nameOf(component));
    if (!original) throw new Error(`There is no component ${nameOf(component)} to take the scopes from.`);
    return [TOPICS, SERVICES].reduce(
      (text, part) => text.replace(blockOf(text, part), () => blockOf(original, part)),
      component,
    );
  });
  return components.join('---\n');
}

function split(text: string): string[] {
  return text.split(/^---\n/m);
}

function nameOf(component: string): string {
  return /^ {2}name: (\S+)$/m.exec(component)?.[1] ?? '';
}

function blockOf(component: string, part: RegExp): string {
  const found = part.exec(component)?.[0];
  if (!found) throw new Error(`${nameOf(component)} has no scopes where they are expected.`);
  return found;
}

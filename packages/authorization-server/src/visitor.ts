/** A response, and the address of its request. */
export interface Visit {
  url: URL;
  status: number;
  headers: Headers;
  text: string;
}

const REDIRECTS = [301, 302, 303, 307, 308];

/** A user's browser: it keeps cookies and follows redirects. */
export class Visitor {
  readonly cookies = new Map<string, string>();

  /** `headersFor` adds what would be added on the way to an address, by a proxy. */
  constructor(private readonly headersFor: (url: URL) => Record<string, string> = () => ({})) {}

  /** Asks for one address, and follows nothing. */
  async ask(url: URL | string, form?: Record<string, string>): Promise<Visit> {
    const target = new URL(url);
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(target, {
      method: form ? 'POST' : 'GET',
      headers: { ...this.headersFor(target), ...(cookie && { cookie }) },
      body: form ? new URLSearchParams(form) : null,
      redirect: 'manual',
    });
    for (const line of response.headers.getSetCookie()) this.#keep(line);
    return { url: target, status: response.status, headers: response.headers, text: await response.text() };
  }

  /** Follows redirects from a visit until one leads to an address for which `until` is true, and returns that address. */
  async follow(visit: Visit, until: (url: URL) => boolean): Promise<URL | Visit> {
    let current = visit;
    while (REDIRECTS.includes(current.status)) {
      const next = new URL(current.headers.get('location')!, current.url);
      if (until(next)) return next;
      current = await this.ask(next);
    }
    return current;
  }

  /**
   * Goes through the pages of an authorization server, from the address that a client has led to, and returns where that
   * leads back to, without going there. With `login` undefined it cancels.
   */
  async signIn(address: URL | string, login: string | undefined, isBack: (url: URL) => boolean): Promise<URL> {
    let here = await this.follow(await this.ask(address), isBack);
    while (!(here instanceof URL)) {
      const { url, status, text } = here;
      const prompt = /name="prompt" value="(\w+)"/.exec(text)?.[1];
      if (!prompt) throw new Error(`${url} answered ${status}: ${text}`);
      const page = url.href.split('?')[0]!;
      const form: Record<string, string> = { prompt };
      if (login !== undefined) Object.assign(form, { login, password: 'any' });
      here = await this.follow(await (login === undefined ? this.ask(`${page}/abort`) : this.ask(page, form)), isBack);
    }
    return here;
  }

  #keep(line: string): void {
    const [pair] = line.split(';');
    const mark = pair!.indexOf('=');
    const [name, value] = [pair!.slice(0, mark), pair!.slice(mark + 1)];
    if (value === '') this.cookies.delete(name);
    else this.cookies.set(name, value);
  }
}

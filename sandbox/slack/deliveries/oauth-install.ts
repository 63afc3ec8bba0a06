import type { World } from '../world.ts';

const MOST_STEPS = 10;

export interface InstallChoice {
  /** The app's own page that begins it: `http://127.0.0.1:8080/slack/install`. */
  readonly installUrl: string;
  /** Who installs it, and by that the workspace. */
  readonly personId: string;
  /** For all workspaces of the person's organisation, and not for theirs alone. */
  readonly forOrganisation?: boolean;
  readonly decision?: 'allow' | 'deny';
  /** What goes wrong on the way back, or is made to. */
  readonly tamper?: 'cookies-lost' | 'other-state';
}

export interface BrowserStep {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly status: number;
}

export interface InstallEnd {
  /** The page the person ends on. */
  readonly status: number;
  readonly body: string;
  readonly url: string;
  readonly steps: readonly BrowserStep[];
  /** The address with code and state that led back to the app; null if it never came to that. */
  readonly callbackUrl: string | null;
}

interface Page {
  readonly status: number;
  readonly body: string;
  readonly url: URL;
  /** Where it leads by itself. */
  readonly location: URL | null;
}

/** A person's browser that walks the app's installation, from its own page and back to it. */
export async function walkInstallation(world: World, choice: InstallChoice): Promise<InstallEnd> {
  const steps: BrowserStep[] = [];
  const jar = createCookieJar();
  const slack = new URL(world.address.http);
  const home = new URL(choice.installUrl);

  async function visit(url: URL, form?: URLSearchParams): Promise<Page> {
    // The emulator never leaves the machine, whatever an app links to.
    if (url.origin !== slack.origin && url.origin !== home.origin) {
      throw new Error(
        `The installation leads to ${url.origin}, which is neither app nor emulator.`,
      );
    }
    if (steps.length >= MOST_STEPS) throw new Error('The installation leads in circles.');
    const method = form === undefined ? 'GET' : 'POST';
    const response = await fetch(url, {
      method,
      redirect: 'manual',
      headers: { cookie: jar.read(url), accept: 'text/html' },
      signal: world.closing.signal,
      ...(form === undefined ? {} : { body: form }),
    });
    jar.write(url, response.headers.getSetCookie());
    steps.push({ method, url: url.href, status: response.status });
    const location = response.headers.get('location');
    return {
      status: response.status,
      body: await response.text(),
      url,
      location: location === null ? null : new URL(location, url),
    };
  }

  const isAuthorize = (url: URL) =>
    url.origin === slack.origin && url.pathname.endsWith('/authorize');

  async function follow(from: Page, until: (url: URL) => boolean): Promise<Page> {
    let page = from;
    while (page.location !== null && !until(page.url)) page = await visit(page.location);
    return page;
  }

  const start = await follow(await visit(home), isAuthorize);
  const asking = isAuthorize(start.url) ? start : await visit(authorizeLink(start));
  const ended = (page: Page, callbackUrl: string | null): InstallEnd => {
    const { status, body, url } = page;
    return { status, body, url: url.href, steps, callbackUrl };
  };
  if (asking.status !== 200) return ended(asking, null);

  const form = formOf(asking.body);
  form.set('user', choice.personId);
  form.set('decision', choice.decision ?? 'allow');
  if (choice.forOrganisation === true) form.set('enterprise', enterpriseOf(world, choice.personId));
  const decided = await visit(bare(asking.url), form);
  if (decided.location === null) return ended(decided, null);
  const callback = decided.location;
  if (choice.tamper === 'cookies-lost') jar.clear();
  if (choice.tamper === 'other-state') callback.searchParams.set('state', 'of-someone-else');
  const landed = await follow(await visit(callback), () => false);
  return ended(landed, callback.href);
}

/** The "Add to Slack" link of the app's page. */
function authorizeLink(page: Page): URL {
  const links = [...page.body.matchAll(/<a\b[^>]*\bhref="([^"]+)"/gi)].map((it) =>
    unescaped(it[1] ?? ''),
  );
  const link = links.find((it) => it.includes('/oauth/v2/authorize'));
  if (link === undefined) {
    throw new Error(`${page.url.href} answers ${page.status}, with no link to install the app.`);
  }
  return new URL(link, page.url);
}

function formOf(html: string): URLSearchParams {
  const fields = [...html.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)];
  return new URLSearchParams(
    fields.map(([, name, value]): [string, string] => [
      unescaped(name ?? ''),
      unescaped(value ?? ''),
    ]),
  );
}

function enterpriseOf(world: World, personId: string): string {
  const { workspaceId = '' } = world.people.get(personId) ?? {};
  const id = world.workspaces.get(workspaceId)?.enterpriseId ?? null;
  if (id === null) throw new Error('The person is in no organisation.');
  return id;
}

function bare(url: URL): URL {
  return new URL(url.pathname, url);
}

function unescaped(text: string): string {
  return text
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

/** Cookies by host and port; loopback counts as secure, as in real browsers. */
function createCookieJar() {
  const kept = new Map<string, Map<string, string>>();
  return {
    read: (url: URL): string =>
      [...(kept.get(url.host) ?? [])].map(([name, value]) => `${name}=${value}`).join('; '),
    write(url: URL, lines: readonly string[]): void {
      const cookies = kept.get(url.host) ?? new Map<string, string>();
      kept.set(url.host, cookies);
      for (const line of lines) {
        const [pair = '', ...attributes] = line.split(';').map((it) => it.trim());
        const cut = pair.indexOf('=');
        const name = pair.slice(0, cut);
        const gone = attributes.some((it) => /^max-age=(?:0|-\d+)$/i.test(it) || isPast(it));
        if (gone) cookies.delete(name);
        else cookies.set(name, pair.slice(cut + 1));
      }
    },
    clear(): void {
      kept.clear();
    },
  };
}

function isPast(attribute: string): boolean {
  const date = /^expires=(.+)$/i.exec(attribute)?.[1];
  return date !== undefined && Date.parse(date) <= Date.now();
}

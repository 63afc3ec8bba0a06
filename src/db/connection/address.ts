import { readFileSync } from 'node:fs';
import { getCACertificates } from 'node:tls';
import type { ConnectionOptions } from 'node:tls';
import type { ClientConfig } from 'pg';

/** An address of a database that cannot be used as it is, in words for the operator. */
export class AddressError extends Error {
  override readonly name = 'AddressError';
  /** Completes "The address …", and has no secret in it. */
  readonly problem: string;
  constructor(problem: string, options?: ErrorOptions) {
    super(`The address of the database ${problem}.`, options);
    this.problem = problem;
  }
}

export interface Address {
  readonly config: ClientConfig;
  /** A server without TLS may be spoken to all the same. */
  readonly plainToo: boolean;
}

/**
 * Reads `postgres://user:password@host:port/database?sslmode=…` as libpq does. What other libraries
 * put behind the question mark (`pgbouncer=true`, `connection_limit=1`) means nothing here.
 * @throws {AddressError}
 */
export function readAddress(text: string): Address {
  const url = parse(text);
  const asked = url.searchParams;
  const host = decoded(asked.get('host') ?? decoded(url.hostname).replace(/^\[(.*)\]$/, '$1'));
  if (host.includes(',')) throw new AddressError('names several hosts; name one of them');
  const port = Number(asked.get('port') ?? (url.port || 5432));
  const user = asked.get('user') ?? decoded(url.username);
  const password = asked.get('password') ?? decoded(url.password);
  const database = asked.get('dbname') ?? decoded(url.pathname.slice(1));
  const socket = host.startsWith('/');
  const { ssl, plainToo } = socket ? { ssl: false, plainToo: false } : readTls(asked);
  const options = asked.get('options');
  const direct = asked.get('sslnegotiation') === 'direct' && ssl !== false;
  return {
    plainToo: plainToo && !direct,
    config: {
      host: host === '' ? 'localhost' : host,
      port,
      ssl,
      ...(user === '' ? {} : { user }),
      ...(password === '' ? {} : { password }),
      ...(database === '' ? {} : { database }),
      ...(options === null ? {} : { options }),
      ...(direct ? { sslnegotiation: 'direct' } : {}),
      enableChannelBinding: asked.get('channel_binding') === 'require' && ssl !== false,
      application_name: asked.get('application_name') ?? 'showrunner',
    },
  };
}

function parse(text: string): URL {
  // Whatever follows one of these is taken for something else, as in a password.
  if (text.includes('#')) throw new AddressError('has a # in it; write %23 for it in a password');
  // Nobody's host is this one, unless the rest says otherwise.
  const whole = text.replace('@/', '@localhost/');
  if (URL.canParse(whole)) return new URL(whole);
  throw new AddressError('is no address like postgres://user:password@host/name');
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new AddressError('has a % in it that begins no code; write %25 for it in a password');
  }
}

const MODES = ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full', 'no-verify'];

/** How far the server has to prove who it is, in libpq's words. */
function readTls(asked: URLSearchParams): {
  readonly ssl: false | ConnectionOptions;
  readonly plainToo: boolean;
} {
  const root = asked.get('sslrootcert');
  const mode = asked.get('sslmode') ?? impliedMode(asked.get('ssl'), root);
  const identity = { ...fileOf(asked, 'sslcert', 'cert'), ...fileOf(asked, 'sslkey', 'key') };
  const plain = { plainToo: false };
  switch (mode) {
    case 'disable':
      return { ssl: false, ...plain };
    case 'allow':
    case 'prefer':
      return { ssl: { ...identity, rejectUnauthorized: false }, plainToo: true };
    case 'no-verify':
      return { ssl: { ...identity, rejectUnauthorized: false }, ...plain };
    case 'require':
      // With a certificate to hold it against, it is held against it: so does libpq.
      if (root === null) return { ssl: { ...identity, rejectUnauthorized: false }, ...plain };
      return { ssl: { ...identity, ...anyNameSignedBy(root, mode) }, ...plain };
    case 'verify-ca':
      return { ssl: { ...identity, ...anyNameSignedBy(root, mode) }, ...plain };
    case 'verify-full':
      return {
        ssl: { ...identity, ...(root === null ? {} : { ca: authorities(root) }) },
        ...plain,
      };
    default:
      throw new AddressError(`has the sslmode ${mode}; there is ${MODES.join(', ')}`);
  }
}

function impliedMode(ssl: string | null, root: string | null): string {
  if (ssl === 'true' || ssl === '1' || root === 'system') return 'verify-full';
  return ssl === 'false' || ssl === '0' ? 'disable' : 'prefer';
}

function anyNameSignedBy(root: string | null, mode: string): ConnectionOptions {
  if (root === null) {
    throw new AddressError(`has sslmode=${mode} without sslrootcert, the file of the authority`);
  }
  // Anybody can have a certificate of a public authority, for some name.
  if (root === 'system') {
    throw new AddressError(`has sslrootcert=system, which proves nothing but with verify-full`);
  }
  return { ca: authorities(root), checkServerIdentity: () => undefined };
}

function authorities(root: string): string[] {
  if (root === 'system') return [...getCACertificates('default'), ...getCACertificates('system')];
  return [contentOf('sslrootcert', root)];
}

function fileOf(asked: URLSearchParams, parameter: string, name: 'cert' | 'key') {
  const file = asked.get(parameter);
  return file === null ? {} : { [name]: contentOf(parameter, file) };
}

function contentOf(parameter: string, file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new AddressError(`has ${parameter}=${file}, which cannot be read`, { cause });
  }
}

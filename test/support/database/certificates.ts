import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface Authority {
  /** The file by which others know it. */
  readonly certificate: string;
  /** Makes a key and a certificate. */
  issue(name: string, extension: string): Promise<{ readonly key: string; readonly cert: string }>;
}

const NEW_KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'] as const;

/** An authority that nobody knows, for certificates that last as long as a test. */
export async function makeAuthority(folder: string, name: string): Promise<Authority> {
  const file = (of: string) => path.join(folder, of);
  const key = file(`${name}.key`);
  const certificate = file(`${name}.crt`);
  const subject = `/CN=${name}`;
  await openssl('req', '-x509', ...NEW_KEY, '-keyout', key, '-out', certificate, '-subj', subject);
  return {
    certificate,
    async issue(of, extension) {
      const own = { key: file(`${of}.key`), cert: file(`${of}.crt`) };
      const [request, extensions] = [file(`${of}.csr`), file(`${of}.ext`)];
      await writeFile(extensions, `${extension}\n`);
      await openssl('req', ...NEW_KEY, '-keyout', own.key, '-out', request, '-subj', `/CN=${of}`);
      await openssl(
        ...['x509', '-req', '-in', request, '-CA', certificate, '-CAkey', key, '-CAcreateserial'],
        ...['-days', '2', '-extfile', extensions, '-out', own.cert],
      );
      return own;
    },
  };
}

async function openssl(...args: readonly string[]): Promise<void> {
  await run('openssl', [...args]);
}

import { describe, expect, it } from 'vitest';
import { ProviderError } from '../../src/core/shared/domain/errors.ts';
import { startFarEnd, wires } from './every.ts';
import type { Route, Wire } from './every.ts';
import { answering, turn } from './loopback.ts';

// A gateway in front of an API knows nothing of its documents: it answers with a status alone. The
// edges of the ranges are here because a status just beyond means the contrary: 499 ordered
// nothing, of 500 nobody knows.

type Verdicts = Readonly<Record<number, string>>;

const CREATE: Verdicts = {
  400: 'refused: not-understood',
  401: 'refused: key-refused',
  402: 'refused: out-of-credit',
  403: 'refused: not-understood',
  404: 'refused: not-found',
  408: 'nobody knows: timeout',
  409: 'refused: not-understood',
  410: 'refused: not-found',
  422: 'refused: not-understood',
  429: 'later: rate-limited',
  451: 'refused: not-understood',
  499: 'refused: not-understood',
  500: 'nobody knows: server-error',
  501: 'nobody knows: server-error',
  502: 'nobody knows: server-error',
  503: 'nobody knows: server-error',
  504: 'nobody knows: server-error',
  505: 'nobody knows: server-error',
  520: 'nobody knows: server-error',
  599: 'nobody knows: server-error',
};

const CHECK: Verdicts = {
  400: 'silent',
  401: 'nobody knows: key-refused',
  402: 'nobody knows: out-of-credit',
  403: 'nobody knows: key-refused',
  404: 'not-found',
  408: 'nobody knows: timeout',
  409: 'nobody knows: unreadable',
  410: 'not-found',
  422: 'silent',
  429: 'nobody knows: rate-limited',
  451: 'nobody knows: unreadable',
  499: 'nobody knows: unreadable',
  500: 'nobody knows: server-error',
  502: 'nobody knows: server-error',
  504: 'nobody knows: server-error',
  599: 'nobody knows: server-error',
};

/** What a provider documents of its own. */
const OWN: Readonly<Record<string, { readonly create?: Verdicts; readonly check?: Verdicts }>> = {
  crun: {
    create: {
      422: 'refused: bad-settings',
      501: 'refused: provider-fault',
      505: 'refused: disabled',
    },
  },
  'happyhorse-customer': {
    create: { 504: 'nobody knows: timeout' },
    check: { 504: 'nobody knows: timeout' },
  },
  acedata: {
    create: { 504: 'nobody knows: timeout' },
    // Of many tasks at once it says nothing of one.
    check: {
      400: 'nobody knows: unreadable',
      422: 'nobody knows: unreadable',
      504: 'nobody knows: timeout',
    },
  },
};

describe.each(wires)('a status without a word from $name', (wire) => {
  const created = { ...CREATE, ...OWN[wire.name]?.create };
  it.each(Object.entries(created))('to an order, %s: %s', async (status, verdict) => {
    const said = await verdictOf(wire, 'create', Number(status), async (url) => {
      const answer = await wire.start(wire.open(url));
      return 'reason' in answer ? `${answer.status}: ${answer.reason}` : answer.status;
    });
    expect(said).toBe(verdict);
  });

  const checked = { ...CHECK, ...OWN[wire.name]?.check };
  it.each(Object.entries(checked))('to a question, %s: %s', async (status, verdict) => {
    const said = await verdictOf(wire, 'check', Number(status), async (url) => {
      const { signal } = new AbortController();
      const found = await wire.open(url).check([wire.operation('1')], { signal, slot: turn });
      return [...found.values()].map((it) => it.status).join();
    });
    expect(said).toBe(verdict);
  });
});

async function verdictOf(
  wire: Wire,
  route: Route,
  status: number,
  ask: (url: string) => Promise<string>,
): Promise<string> {
  await using server = await startFarEnd(wire, { [route]: answering(status, '') });
  try {
    return await ask(server.url);
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    return `nobody knows: ${error.code}`;
  }
}

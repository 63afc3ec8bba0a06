import { describe, expect, it } from 'vitest';
import type {
  Operation,
  ProviderAccount,
  RenderStatus,
  StartAnswer,
  VideoProvider,
} from '../../src/core/providers/ports/video-provider.ts';
import { ProviderError } from '../../src/core/shared/domain/errors.ts';
import { respond, startLoopback, turn } from '../providers/loopback.ts';

/* What a provider makes of its far end's answers: the same questions of each, with tables of its own. */

/** What came of an answer with this status and body. */
type At<outcome> = (
  status: number,
  body: unknown,
  headers?: Readonly<Record<string, string>>,
) => Promise<outcome>;

type Answers = readonly (readonly [status: number, body: unknown])[];
/** With what it is called here. */
type NamedAnswers = readonly (readonly [status: number, body: unknown, code: string])[];

interface Starts {
  readonly provider: string;
  readonly startAt: At<StartAnswer>;
  readonly operation: Operation;
  /** What says that a render was created. */
  readonly believed: readonly (readonly [words: string, status: number, body: unknown])[];
  /** What must not reach the far end, by what is wrong with it. */
  readonly unsent: Readonly<Record<string, (url: string) => Promise<StartAnswer>>>;
  /** The reason by the status alone, whichever of the bodies it has. */
  readonly bare: readonly (readonly [status: number, reason: string])[];
  readonly bareBodies: (status: number) => readonly unknown[];
  readonly rateLimited: Answers;
  readonly ambiguous: NamedAnswers;
}

export function describeStartAnswers(starts: Starts): void {
  const { provider, startAt, operation, bareBodies } = starts;

  describe('a start', () => {
    it.each(starts.believed)('is believed %s', async (_, status, body) => {
      expect(await startAt(status, body)).toEqual({ status: 'started', operation });
    });

    it.each(Object.entries(starts.unsent))('is not sent when %s', async (_, start) => {
      await using server = await startLoopback((_request, response) => {
        respond(response, 500, '');
      });
      const answer = await start(server.url);
      expect(answer).toMatchObject({ status: 'refused', reason: 'not-understood' });
      expect(server.requests).toEqual([]);
    });
  });

  describe('a start is refused', () => {
    it.each(starts.bare)('on a bare %i, whatever its body, as %s', async (status, reason) => {
      for (const body of ['', '<html>Nope</html>', '[]', 'null', ...bareBodies(status)]) {
        expect(await startAt(status, body)).toEqual({ status: 'refused', reason, message: null });
      }
    });
  });

  describe('a start is put off', () => {
    it.each(starts.rateLimited)(
      'on %i %j, for as long as Retry-After says',
      async (status, body) => {
        const later = { status: 'later', reason: 'rate-limited' };
        expect(await startAt(status, body)).toEqual({ ...later, retryAfterMs: null });
        const inSeconds = await startAt(status, body, { 'retry-after': '7' });
        expect(inSeconds).toEqual({ ...later, retryAfterMs: 7_000 });
        const byDate = await startAt(status, body, {
          'retry-after': 'Sun, 22 Nov 2026 12:00:20 GMT',
        });
        expect(byDate).toEqual({ ...later, retryAfterMs: 20_000 });
      },
    );
  });

  describe('it is not known whether something was created', () => {
    it.each(starts.ambiguous)('after %i %j: %s', async (status, body, code) => {
      await isUnanswered(startAt(status, body), provider, code);
    });
  });
}

interface Checks {
  readonly provider: string;
  readonly checkAt: At<RenderStatus | undefined>;
  /** Where the render that is asked about has this status. */
  readonly withStatus: (status: unknown) => unknown;
  readonly statuses: readonly (readonly [status: unknown, expected: RenderStatus])[];
  readonly notFound: Answers;
  readonly silent: Answers;
  /** A record of a render that runs, without its id. */
  readonly withoutId: unknown;
  readonly unanswered: NamedAnswers;
}

export function describeCheckAnswers(checks: Checks): void {
  const { checkAt, withStatus, withoutId } = checks;

  describe('a check', () => {
    it.each(checks.statuses)('reads the status %j', async (status, expected) => {
      expect(await checkAt(200, withStatus(status))).toEqual(expected);
    });
  });

  describe('a render is not found', () => {
    it.each(checks.notFound)('by %i %j', async (status, body) => {
      expect(await checkAt(status, body)).toEqual({ status: 'not-found' });
    });
  });

  describe('a check is not told', () => {
    it.each(checks.silent)('by %i %j', async (status, body) => {
      expect(await checkAt(status, body)).toEqual({ status: 'silent' });
    });

    it('and is told by a record that does not repeat the id', async () => {
      expect(await checkAt(200, withoutId)).toEqual({ status: 'running', progress: null });
    });
  });

  describeUnanswered(checks);
}

/** Checks that end without an answer. */
export function describeUnanswered({
  provider,
  checkAt,
  unanswered,
}: Pick<Checks, 'provider' | 'checkAt' | 'unanswered'>): void {
  describe('no answer is had', () => {
    it.each(unanswered)('from %i %j: %s', async (status, body, code) => {
      await isUnanswered(checkAt(status, body), provider, code);
    });
  });
}

interface Accounts {
  readonly open: (url: string) => VideoProvider;
  readonly accountAt: At<ProviderAccount>;
  /** The one call that asks, with the key. */
  readonly call: object;
  readonly accepted: readonly (readonly [status: number, body: unknown, credits: number | null])[];
  readonly refused: Answers;
  readonly unknown: Answers;
}

export function describeAccountAnswers({ open, accountAt, call, ...answers }: Accounts): void {
  it('asks for its account once, with the key', async () => {
    await using server = await startLoopback((_, response) => {
      respond(response, 404, '');
    });
    await open(server.url).account({ signal: new AbortController().signal, slot: turn });
    expect(server.requests).toMatchObject([call]);
  });

  it.each(answers.accepted)(
    'reads HTTP %i %j as an accepted key with credits %j',
    async (status, body, credits) => {
      expect(await accountAt(status, body)).toEqual({ key: 'accepted', credits });
    },
  );

  it.each(answers.refused)('reads HTTP %i %j as a refused key', async (status, body) => {
    expect(await accountAt(status, body)).toEqual({ key: 'refused', credits: null });
  });

  it.each(answers.unknown)(
    'cannot tell from HTTP %i %j whether the key is good',
    async (status, body) => {
      const account = await accountAt(status, body);
      expect(account).toMatchObject({ key: 'unknown', credits: null });
      expect(account).toHaveProperty('why', expect.stringContaining(`HTTP ${status}`));
    },
  );
}

/** Nobody knows what became of it, for this reason. */
export async function isUnanswered(
  answer: Promise<unknown>,
  provider: string,
  code: string,
): Promise<void> {
  await expect(answer).rejects.toBeInstanceOf(ProviderError);
  await expect(answer).rejects.toMatchObject({ provider, code });
}

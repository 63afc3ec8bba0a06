import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { PlatformError } from '../../src/core/shared/domain/errors.ts';
import { lineWriter } from '../../src/telemetry/log-lines.ts';
import { createLogger } from '../../src/telemetry/logger.ts';
import type { Logger } from '../../src/core/shared/ports/logger.ts';

async function written(isTTY: boolean | undefined, log: (logger: Logger) => void): Promise<string> {
  let text = '';
  const write = await lineWriter({ isTTY, write: (it: string) => (text += it) });
  log(createLogger({ level: 'info', secrets: ['a-secret-word'], write }));
  return text;
}

/** What a terminal shows, without the time of day and its colours. */
async function shown(log: (logger: Logger) => void): Promise<string> {
  return stripVTControlCharacters(await written(true, log)).replace(/^\[[\d:]{8}\] /gm, '');
}

describe('the log', () => {
  it.each([false, undefined])('is JSON where nobody looks at it (isTTY %s)', async (isTTY) => {
    const text = await written(isTTY, (logger) => {
      logger.info({ port: 8080 }, 'serving HTTP');
    });
    expect(JSON.parse(text)).toMatchObject({ level: 30, port: 8080, msg: 'serving HTTP' });
  });

  it('is one line each on a terminal, with what varies behind the words', async () => {
    const text = await shown((logger) => {
      logger.info({ port: 8080 }, 'serving HTTP');
      logger.warn({ word: 'a-secret-word' }, 'said');
    });
    expect(text).toBe('INFO: serving HTTP {"port":8080}\nWARN: said {"word":"[secret]"}\n');
  });

  it('says what happened, why and what to do in one line', async () => {
    const facts = { reason: 'it is full', fix: 'Make room', disk: '/data' };
    const text = await shown((logger) => {
      logger.error(facts, 'not written');
    });
    expect(text).toBe('ERROR: not written: it is full. Make room {"disk":"/data"}\n');
  });

  it('says why in that line of an outage, too, and keeps a stack for mistakes', async () => {
    const text = await shown((logger) => {
      logger.error({ err: new PlatformError('discord', 'gone', 'no channel') }, 'not shown');
      logger.error({ err: Object.assign(new Error('no ENOENT'), { code: 'ENOENT' }) }, 'not read');
    });
    expect(text).toBe('ERROR: not shown: no channel (gone)\nERROR: not read: no ENOENT\n');
    const refused = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
    const causes = await shown((logger) => {
      const cause = { cause: refused };
      logger.error({ err: new PlatformError('slack', 'unreachable', 'no answer', cause) }, 'away');
      logger.error(
        { err: Object.assign(new Error(refused.message, cause), { code: refused.code }) },
        'away',
      );
    });
    expect(causes).toBe(
      'ERROR: away: no answer (unreachable): connect ECONNREFUSED\nERROR: away: connect ECONNREFUSED\n',
    );
    const mistake = await shown((logger) => {
      logger.error({ err: new TypeError('it is no function') }, 'step failed');
    });
    expect(mistake).toMatch(/^ERROR: step failed\s*\n[\s\S]+log-lines\.test\.ts/);
  });
});

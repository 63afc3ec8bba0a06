import { describe, expect, it } from 'vitest';
import { PlatformError, ProviderError } from '../../src/core/shared/domain/errors.ts';
import { createLogger } from '../../src/telemetry/logger.ts';

/** The line that is written of an error. */
function queueOf(err: unknown): string {
  const lines: string[] = [];
  const write = (line: string) => void lines.push(line);
  createLogger({ level: 'info', secrets: [], write }).error({ err }, 'it went wrong');
  return lines.join('');
}

const withCode = (code: string) => Object.assign(new Error(`it failed: ${code}`), { code });

describe('a line of the log', () => {
  it.each([
    ...['ECONNREFUSED', 'EADDRINUSE', 'ENOSPC', 'ENOTFOUND', 'EAI_AGAIN', 'CONNECT_TIMEOUT'],
    ...['CONNECTION_CLOSED', 'UND_ERR_SOCKET', 'CERT_HAS_EXPIRED', '3D000', '28P01', '53100'],
    ...['57P03', '08006', 'slack_webapi_request_error'],
  ])('has no stack of an outage with the code %s', (code) => {
    const line = queueOf(withCode(code));
    expect(line).toContain(`it failed: ${code}`);
    expect(line).not.toContain('stack');
  });

  it('has no stack of an outage of ours, nor of its cause', () => {
    const cause = new Error('the cause');
    for (const error of [
      new ProviderError('crun', 'unreachable', 'nobody answers', { cause }),
      new PlatformError('discord', 'rate-limited', 'too many', { cause }),
    ]) {
      const line = queueOf(error);
      expect(line).toContain('the cause');
      expect(line).not.toContain('stack');
    }
  });

  it.each([
    new TypeError('it is no function'),
    new Error('around it', { cause: withCode('ECONNRESET') }),
    withCode('ERR_INVALID_ARG_TYPE'),
    withCode('23505'),
    withCode('42P01'),
  ])('has the stack of a mistake of ours: %s', (error) => {
    expect(queueOf(error)).toContain('logger.test.ts');
  });
});

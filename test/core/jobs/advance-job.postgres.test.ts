import { expect, it } from 'vitest';
import type { Logger } from '../../../src/core/shared/ports/logger.ts';
import { silent, testCore } from '../../support/core.ts';
import { databaseOfFile } from '../../support/database/database.ts';
import { pass, started } from '../requests/requested.ts';

const database = databaseOfFile();

it.each([
  ['provider-fault: The GPU is on fire', 'The GPU is on fire'],
  ['provider-fault', undefined],
])('logs of a job that failed why: %s', async (reason, words) => {
  const lines: object[] = [];
  const logger: Logger = { ...silent, info: (facts, said) => void lines.push({ ...facts, said }) };
  const test = testCore(database.sql, { wrap: () => ({ logger }) });
  const job = await started(test);
  test.provider.fail('a horse', 'provider-fault', words);
  await pass(test, 2_000);
  const { teamId: team, jobId } = job;
  const facts = { team, job: jobId, from: 'rendering', to: 'failed', reason, said: 'job moved' };
  expect(lines).toContainEqual(facts);
});

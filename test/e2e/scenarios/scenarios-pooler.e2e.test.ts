import { afterAll, beforeAll, describe, inject } from 'vitest';
import { describeUntried, hasPgBouncer, startPgBouncer } from '../../support/database/pgbouncer.ts';
import type { PgBouncer } from '../../support/database/pgbouncer.ts';
import { describeScenarios } from './scenario-suite.ts';

describe('Behind PgBouncer in transaction mode', { skip: !hasPgBouncer }, () => {
  let pooler: PgBouncer;
  beforeAll(async () => {
    pooler = await startPgBouncer(inject('postgresUrl'));
  });
  afterAll(() => pooler[Symbol.asyncDispose]());

  describeScenarios({ through: (databaseUrl) => pooler.through(databaseUrl) });
});

describeUntried();

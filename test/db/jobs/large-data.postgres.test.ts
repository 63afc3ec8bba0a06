import { describe, expect, it } from 'vitest';
import type { Allowance } from '../../../src/core/credits/domain/allowance.ts';
import { personId, teamId } from '../../../src/core/shared/domain/ids.ts';
import { createPostgresJobStore } from '../../../src/db/jobs/job-store.ts';
import { createPostgresQuotas } from '../../../src/db/admin/quota-store.ts';
import { createPostgresWallet } from '../../../src/db/credits/wallet.ts';
import { aNewJob, START } from '../../support/builders.ts';
import { databaseOfFile } from '../../support/database/database.ts';

const database = databaseOfFile();

const BILLION = 1_000_000_000;
const most: Allowance = { kind: 'credits', credits: BILLION, per: 'month' };
const ann = personId('discord:7');

describe('as many credits as admins can give', () => {
  it('are held and told, however often they are given', async () => {
    const { sql } = database;
    const team = teamId('discord:shared:rich');
    const quotas = createPostgresQuotas(sql);
    const entry = { at: START, actor: 'discord:1', action: 'grant', target: 't', reason: '' };
    for (const subject of [ann, 'pool']) {
      for (const n of [1, 2, 3]) {
        const grantId = `${subject}-${n}`;
        await quotas.grant(team, { grantId, subject, credits: BILLION, expiresAt: null }, entry);
      }
    }
    const store = createPostgresJobStore(sql);
    const draft = { teamId: team, personId: ann, allowance: most, pool: most };
    expect(await store.accept(aNewJob(draft))).toMatchObject({ status: 'accepted' });
    const twoBillion = aNewJob({ ...draft, quote: 2 * BILLION });
    expect(await store.accept(twoBillion)).toMatchObject({ status: 'accepted' });
    expect(await store.accept({ ...aNewJob(draft), quote: 2 * BILLION })).toMatchObject({
      status: 'short',
      left: 2 * BILLION - 100,
    });
  });

  it('are told, however much of them was used', async () => {
    const { sql } = database;
    const who = { teamId: teamId('discord:shared:busy'), personId: ann };
    const store = createPostgresJobStore(sql);
    const unlimited: Allowance = { kind: 'unlimited' };
    for (const quote of [2 * BILLION, 2 * BILLION]) {
      await store.accept(aNewJob({ ...who, allowance: unlimited, pool: unlimited, quote }));
    }
    const usage = await createPostgresWallet(sql).usage(who, [], START);
    const used = { month: { used: 4 * BILLION } };
    expect(usage).toMatchObject({ used, poolUsed: used });
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { personId, teamId } from '../../src/core/domain/ids.ts';
import { createPostgresPeople } from '../../src/db/people.ts';
import { testDatabase } from '../support/database.ts';
import type { TestDatabase } from '../support/database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database[Symbol.asyncDispose]());

const ann = { teamId: teamId('t'), personId: personId('ann') };
const open = { seconds: null, quality: null, aspect: null, sound: null, guidance: null };

describe('preferences', () => {
  it('are open until they are set, and each person has their own', async () => {
    const people = createPostgresPeople(database.sql);
    expect(await people.preferences(ann)).toEqual({ settings: open, confirmOver: null });
    const settings = { ...open, seconds: 8, quality: 'pro', sound: false } as const;
    await people.prefer(ann, { settings, confirmOver: null });
    await people.prefer(ann, { settings: { ...settings, aspect: '9:16' }, confirmOver: 500 });
    expect(await people.preferences(ann)).toEqual({
      settings: { ...settings, aspect: '9:16' },
      confirmOver: 500,
    });
    expect(await people.preferences({ ...ann, personId: personId('ben') })).toEqual({
      settings: open,
      confirmOver: null,
    });
  });

  it('that this version does not know are open', async () => {
    const people = createPostgresPeople(database.sql);
    const cleo = { ...ann, personId: personId('cleo') };
    await database.sql`
      insert into people (team_id, person_id, preferences) values ('t', 'cleo',
        '{"settings": {"seconds": 8, "quality": "ultra", "aspect": "2:1", "sound": null}}')`;
    expect(await people.preferences(cleo)).toEqual({
      settings: { ...open, seconds: 8 },
      confirmOver: null,
    });
  });
});

import { describe, expect, it } from 'vitest';
import { personId, teamId } from '../../../src/core/shared/domain/ids.ts';
import { createPostgresPeople } from '../../../src/db/people/person-store.ts';
import { after, START } from '../../support/builders.ts';
import { databaseOfFile } from '../../support/database/database.ts';

const database = databaseOfFile();

const ann = { teamId: teamId('t'), personId: personId('ann') };
const open = { seconds: null, quality: null, aspect: null, sound: null, guidance: null };

describe('preferences', () => {
  it('are open until they are set, and each person has their own', async () => {
    const people = createPostgresPeople(database.sql);
    expect(await people.preferences(ann)).toEqual({
      settings: open,
      confirmOver: 'default',
      language: null,
    });
    const settings = { ...open, seconds: 8, quality: 'pro', sound: false } as const;
    await people.prefer(ann, { settings, confirmOver: 'default', language: null });
    await people.prefer(ann, {
      settings: { ...settings, aspect: '9:16' },
      confirmOver: 500,
      language: 'ja',
    });
    expect(await people.preferences(ann)).toEqual({
      settings: { ...settings, aspect: '9:16' },
      confirmOver: 500,
      language: 'ja',
    });
    expect(await people.preferences({ ...ann, personId: personId('ben') })).toEqual({
      settings: open,
      confirmOver: 'default',
      language: null,
    });
  });

  it('that this version does not know are open', async () => {
    const people = createPostgresPeople(database.sql);
    const cleo = { ...ann, personId: personId('cleo') };
    await database.sql`
      insert into people (team_id, person_id, preferences) values ('t', 'cleo',
        '{"settings": {"seconds": 8, "quality": "ultra", "aspect": "2:1", "sound": null},
          "confirmOver": "sometimes"}')`;
    expect(await people.preferences(cleo)).toEqual({
      settings: { ...open, seconds: 8 },
      confirmOver: 'default',
      language: null,
    });
  });

  it('ask as is usual where an older version wrote that none was set', async () => {
    const people = createPostgresPeople(database.sql);
    const fay = { ...ann, personId: personId('fay') };
    await database.sql`insert into people (team_id, person_id, preferences)
      values ('t', 'fay', '{"settings": {}, "confirmOver": null}')`;
    expect(await people.preferences(fay)).toMatchObject({ confirmOver: 'default' });
    await people.prefer(fay, { settings: open, confirmOver: 'never', language: null });
    expect(await people.preferences(fay)).toMatchObject({ confirmOver: 'never' });
  });
});

describe('names', () => {
  const dan = { ...ann, personId: personId('dan') };
  const namesOf = async (people: ReturnType<typeof createPostgresPeople>) =>
    Object.fromEntries(await people.names(ann.teamId, [dan.personId, personId('nobody')]));

  it('are the last that were heard of, and leave preferences alone', async () => {
    const people = createPostgresPeople(database.sql);
    expect(await namesOf(people)).toEqual({});
    await people.prefer(dan, {
      settings: { ...open, seconds: 8 },
      confirmOver: 'default',
      language: null,
    });
    await people.name(dan, 'Dan', START);
    await people.name(dan, 'Dan\0 the Man', START);
    expect(await namesOf(people)).toEqual({ dan: 'Dan\ufffd the Man' });
    expect((await people.preferences(dan)).settings.seconds).toBe(8);
    expect(await people.names(ann.teamId, [])).toEqual(new Map());
  });

  it('are not written again while they stay the same', async () => {
    const people = createPostgresPeople(database.sql);
    await people.name(dan, 'Daniel', START);
    await database.sql`update people set name = 'changed by hand' where person_id = 'dan'`;
    await people.name(dan, 'Daniel', START);
    expect(await namesOf(people)).toEqual({ dan: 'changed by hand' });
    // Whoever was forgotten meanwhile has a name again before long.
    await people.name(dan, 'Daniel', after(60 * 60 * 1000));
    expect(await namesOf(people)).toEqual({ dan: 'Daniel' });
    await people.name(dan, 'Dan', START);
    expect(await namesOf(people)).toEqual({ dan: 'Dan' });
  });
});

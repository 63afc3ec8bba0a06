import { beforeAll, describe, expect, it } from 'vitest';
import { aClip, openWorldOf } from '../../support/e2e/providers.ts';

let clip: Buffer;
beforeAll(async () => {
  clip = await aClip();
});

const edit = () => ({
  name: 'video',
  subcommand: 'edit',
  options: { prompt: 'let it snow' },
  attachments: { video: { bytes: clip, filename: 'street.mp4' } },
});

describe('crun.ai without its upload endpoint', () => {
  it('fetches what it is given from the public address', async () => {
    await using world = await openWorldOf('crun', {
      environment: { DEFAULT_ALLOWANCE: 'unlimited' },
    });
    world.emulator.uploadsAre = 'absent';
    const interaction = world.command(edit());
    expect(await world.end(interaction)).toContain('Your video is ready');
    expect(world.emulator.creates).toHaveLength(1);
    expect(JSON.stringify(world.emulator.creates[0]?.body)).toContain(
      `${world.environment.PUBLIC_URL}/media/`,
    );
    expect(world.emulator.uploads.size).toBe(0);
    await world.expectInOrder();
  });

  it('and without a public address, says what it needs before anything is held', async () => {
    await using world = await openWorldOf('crun', {
      environment: { DEFAULT_ALLOWANCE: 'unlimited', PUBLIC_URL: '' },
    });
    world.emulator.uploadsAre = 'absent';
    for (let times = 0; times < 2; times += 1) {
      const interaction = world.command(edit());
      const said = await world.end(interaction);
      expect(said).toContain("crun.ai can't get your files: Showrunner has no public address.");
      expect(said).toContain('PUBLIC_URL');
    }
    expect(world.emulator.creates).toEqual([]);
    const [row] = await world.database.sql<{ jobs: number }[]>`
      select count(*)::int as jobs from jobs`;
    expect(row?.jobs).toBe(0);
    await world.expectInOrder();
  });

  it('is sent the files again once it takes them', async () => {
    await using world = await openWorldOf('crun', {
      environment: { DEFAULT_ALLOWANCE: 'unlimited', PUBLIC_URL: '' },
    });
    world.emulator.uploadsAre = 'absent';
    expect(await world.end(world.command(edit()))).toContain('PUBLIC_URL');
    world.emulator.uploadsAre = 'taken';
    world.passMinutes(10);
    const interaction = world.command(edit());
    expect(await world.end(interaction)).toContain('Your video is ready');
    expect(world.emulator.uploads.size).toBe(1);
    await world.expectInOrder();
  });
});

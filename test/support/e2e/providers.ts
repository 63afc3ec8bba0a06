import path from 'node:path';
import { openEmulator, settingsOf } from '../../../sandbox/demo/providers.ts';
import type { Emulators, ProviderName, ProviderOptions } from '../../../sandbox/demo/providers.ts';
import { createKeptFiles } from '../../../sandbox/shared/kept-files.ts';
import { renderVideo } from '../../../sandbox/video/render-video.ts';
import { openWorld } from './harness/session.ts';
import type { WorldOptions } from './harness/session.ts';

/** Where happyhorse.app is not to be set up. */
const WITHOUT_HAPPYHORSE_APP = { HAPPYHORSE_APP_API_KEY: '', HAPPYHORSE_APP_URL: '' };

export interface WorldOfOptions extends WorldOptions {
  readonly emulator?: Partial<ProviderOptions>;
  /** Set up beside the stage's own happyhorse.app, and not alone. */
  readonly beside?: boolean;
}

/** The whole service with Discord and one provider, whichever it is. */
export async function openWorldOf<name extends ProviderName>(
  name: name,
  { emulator, beside, ...rest }: WorldOfOptions = {},
) {
  const opened = Promise.withResolvers<Emulators[name]>();
  const world = await openWorld({
    ...rest,
    others: async (now) => {
      const one = await providerInHarness(name, { now, ...emulator });
      opened.resolve(one.emulator);
      return [
        {
          ...one,
          settings: { ...(beside === true ? {} : WITHOUT_HAPPYHORSE_APP), ...one.settings },
        },
      ];
    },
  });
  return { ...world, emulator: await opened.promise };
}

/** The whole service with Discord and every provider. */
export async function openWorldOfAll(options: WorldOptions = {}) {
  const opened = Promise.withResolvers<Omit<Emulators, 'happyhorse-app'>>();
  const world = await openWorld({
    ...options,
    async others(now) {
      const customer = await providerInHarness('happyhorse-customer', { now });
      const crun = await providerInHarness('crun', { now });
      const acedata = await providerInHarness('acedata', { now });
      opened.resolve({
        'happyhorse-customer': customer.emulator,
        crun: crun.emulator,
        acedata: acedata.emulator,
      });
      return [customer, crun, acedata];
    },
  });
  const emulators: Emulators = { 'happyhorse-app': world.provider, ...(await opened.promise) };
  return { ...world, emulators };
}

async function providerInHarness<name extends ProviderName>(name: name, options: ProviderOptions) {
  const emulator = await openEmulator[name]({ fastVideos: true, ...options });
  return { emulator, settings: settingsOf(name, emulator) };
}

const clips = createKeptFiles([path.join(import.meta.dirname, '../../../sandbox/video')]);

/** Large enough for whoever works on it. */
export function aClip(seconds = 3): Promise<Buffer> {
  const request = {
    prompt: 'a street in the rain',
    images: [],
    seconds,
    sound: true,
    role: 'text',
    aspect: '16:9',
    quality: '480p',
  } as const;
  return clips.get(JSON.stringify(request), () => renderVideo(request));
}

export type WorldOf<name extends ProviderName> = Awaited<ReturnType<typeof openWorldOf<name>>>;

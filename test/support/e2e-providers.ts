import { openEmulator, settingsOf } from '../../sandbox/demo/providers.ts';
import type { Emulators, ProviderName, ProviderOptions } from '../../sandbox/demo/providers.ts';
import { renderVideo } from '../../sandbox/video/render-video.ts';
import { openWorld } from './e2e.ts';
import type { WorldOptions } from './e2e.ts';

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
  { emulator: options, beside = false, ...rest }: WorldOfOptions = {},
) {
  const opened = Promise.withResolvers<Emulators[name]>();
  const world = await openWorld({
    ...rest,
    async others(now) {
      const emulator = await openEmulator[name]({ now, fastVideos: true, ...options });
      opened.resolve(emulator);
      const settings = {
        ...(beside ? {} : WITHOUT_HAPPYHORSE_APP),
        ...settingsOf(name, emulator),
        ...rest.environment,
      };
      return [{ emulator, settings }];
    },
  });
  return { ...world, emulator: await opened.promise };
}

/** Large enough for whoever works on it. */
export function aClip(seconds = 3): Promise<Buffer> {
  return renderVideo({
    ...{ prompt: 'a street in the rain', images: [], seconds, sound: true, role: 'text' },
    ...{ aspect: '16:9', quality: '480p' },
  });
}

export type WorldOf<name extends ProviderName> = Awaited<ReturnType<typeof openWorldOf<name>>>;

import type { Interaction } from '../../../src/core/chat/domain/interaction.ts';
import type { Requester } from '../../../src/core/teams/domain/requester.ts';
import type { Sql } from '../../support/database/sql.ts';
import { inNewWorkspace, testCore, toCreate } from '../../support/core.ts';
import type { TestCore } from '../../support/core.ts';
import { anImage, aVideo } from '../../support/fakes/fake-media-store.ts';
import {
  createFakeProvider,
  FAKE_VIDEO_URL,
  fakeModel,
} from '../../support/fakes/fake-provider.ts';
import { asked, choose } from '../requests/choosing.ts';
import { pass } from '../requests/requested.ts';

const model = {
  ...fakeModel,
  advanced: { ...fakeModel.advanced, seed: { min: 0, max: 2_147_483_647 }, styleLength: 100 },
} as const;
let built = 0;

export interface Forgetting {
  readonly test: TestCore;
  readonly ann: Requester;
  readonly ben: Requester;
}

export function forgetting(sql: Sql): Forgetting {
  built += 1;
  const provider = createFakeProvider({ name: `forgetful-${built}`, models: [model] });
  const test = testCore(sql, { provider });
  const { name: platform } = test.platform;
  const ann = inNewWorkspace({ platform, person: { id: 'ann', name: 'Ann of the sea' } });
  return { test, ann, ben: { ...ann, person: { id: 'ben' } } };
}

/** A video from a picture, in a style; a different one of each side. */
export async function aVideoOf(
  { test }: Forgetting,
  requester: Requester,
  width = 1_024,
): Promise<Interaction> {
  const first = { url: `https://chat.test/${width}`, name: 'horse.png', bytes: null };
  test.media.put(first.url, { ...anImage, width });
  test.media.put(FAKE_VIDEO_URL, { ...aVideo, width });
  test.provider.succeed('a secret horse');
  const frames = { kind: 'frames', prompt: 'a secret horse', first, last: null } as const;
  const settings = {
    seconds: 5,
    quality: null,
    aspect: null,
    sound: null,
    guidance: null,
    extras: { style: 'noir of ann', seed: 7 },
  };
  const interaction = test.anInteraction(toCreate('', { scene: frames, settings }), {
    requester,
  });
  await asked(test, interaction);
  await pass(test, 5 * 60_000, 60_000);
  return interaction;
}

export async function forgotten({ test, ann }: Forgetting, by: Requester = ann): Promise<string> {
  const interaction = test.anInteraction({ type: 'forget', sure: false }, { requester: by });
  await asked(test, interaction);
  return choose(test, { message: interaction.message, label: 'Delete everything', requester: by });
}

export async function jobsOf(requester: Requester, { test }: Forgetting) {
  const who = await test.core.wallet.resolveIdentity(requester);
  return test.core.history.listOf(who.teamId, who.personId, { open: false, most: 10 });
}

import { describe, expect, it } from 'vitest';
import type { Offer } from '../../src/core/video/domain/validate.ts';
import { chooseRoute } from '../../src/core/video/domain/routing.ts';
import { USUAL_TEAM } from '../../src/core/teams/domain/team-settings.ts';
import type { Scene, VideoDraft } from '../../src/core/video/domain/video-request.ts';
import type { Attachment } from '../../src/core/media/domain/media.ts';
import { readRate, ratedModel } from '../../src/providers/shared/rates.ts';
import { providerDefinitions } from '../../src/providers/registry.ts';

const file = (name: string): Attachment => ({ url: `https://chat.test/${name}`, name, bytes: 9 });
const open = { seconds: null, quality: null, aspect: null, sound: null, guidance: null };
const text: Scene<Attachment> = { kind: 'text', prompt: 'a horse on a beach' };
const edit: Scene<Attachment> = {
  kind: 'edit',
  prompt: 'by night',
  source: file('a.mp4'),
  images: [],
  keepSound: true,
};

/** Who makes it, of all that there are, or of some. */
function chosen(
  scene: Scene<Attachment>,
  settings: Partial<VideoDraft['settings']> = {},
  names = providerDefinitions.map((it) => it.name),
  rates: readonly string[] = [],
): string {
  const offers = providerDefinitions
    .filter((it) => names.includes(it.name))
    .flatMap(({ name, title, models }) =>
      models.map((model): Offer => {
        const named = rates.flatMap((it) => readRate(it) ?? []);
        const rated = ratedModel(name, model, 1, named);
        return { provider: name, providerTitle: title, model: rated, canTakeMedia: true };
      }),
    );
  const routed = chooseRoute({ scene, settings: { ...open, ...settings } }, offers, {
    down: new Map<string, Date>(),
    notSetUp: [],
    rules: USUAL_TEAM.models,
  });
  return routed.status === 'routed' ? routed.route.offer.provider : routed.refusal.code;
}

describe('of all providers', () => {
  it('none is chosen for a price that is only assumed', () => {
    expect(chosen(text)).toBe('acedata');
    expect(chosen(text, { sound: false })).toBe('happyhorse-app');
    expect(chosen(edit)).toBe('acedata');
    expect(chosen(text, {}, ['happyhorse-app', 'happyhorse-customer'])).toBe('happyhorse-app');
    expect(chosen(edit, {}, ['crun'])).toBe('crun');
  });

  it('one is chosen for what no other can', () => {
    const last: Scene<Attachment> = {
      kind: 'frames',
      prompt: 'it rests',
      first: null,
      last: file('z.png'),
    };
    expect(chosen(last)).toBe('happyhorse-customer');
  });

  it('one is chosen for its price once the operator names that', () => {
    const both = ['crun', 'acedata'];
    expect(chosen(edit, {}, both, ['crun/happyhorse-1-0-video-edit:std=1'])).toBe('crun');
    expect(chosen(edit, {}, both, ['crun/happyhorse-1-0-video-edit:pro=1'])).toBe('acedata');
  });
});

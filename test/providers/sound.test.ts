import { describe, expect, it } from 'vitest';
import { factsOf } from '../../src/core/cards/domain/card-context.ts';
import { settingsOf } from '../../src/core/cards/domain/card.ts';
import type { Offer } from '../../src/core/video/domain/validate.ts';
import { chooseRoute, chooseUsual } from '../../src/core/video/domain/routing.ts';
import { USUAL_TEAM } from '../../src/core/teams/domain/team-settings.ts';
import type { VideoDraft } from '../../src/core/video/domain/video-request.ts';
import { providerDefinitions } from '../../src/providers/registry.ts';
import { plain } from '../core/messages/domain/plain-text.ts';

const open = { seconds: null, quality: null, aspect: null, sound: null, guidance: null };
const scene = { kind: 'text', prompt: 'a horse on a beach' } as const;
const draft = (sound: boolean | null): VideoDraft => ({ scene, settings: { ...open, sound } });

function offersOf(...names: readonly string[]): Offer[] {
  return providerDefinitions
    .filter((it) => names.includes(it.name))
    .flatMap(({ name, title, models }) =>
      models.map((model) => ({ provider: name, providerTitle: title, model, canTakeMedia: true })),
    );
}

const context = {
  down: new Map<string, Date>(),
  notSetUp: offersOf('happyhorse-app'),
  rules: USUAL_TEAM.models,
};

describe('sound at the Customer API, which nobody documents', () => {
  const name = 'happyhorse-customer';
  const routed = (asked: VideoDraft, ...others: readonly string[]) =>
    chooseRoute(asked, offersOf(name, ...others), context);

  it.each([true, false])('cannot be asked for (%s), and who could is named', (sound) => {
    expect(routed(draft(sound))).toEqual({
      status: 'unroutable',
      refusal: { code: 'not-set-up', need: 'sound', providers: ['happyhorse.app'] },
    });
  });

  it('is not promised on the card', () => {
    const found = routed(draft(null));
    if (found.status !== 'routed') throw new Error('There is no route');
    const { offer, settings } = found.route;
    const words = plain(settingsOf({ scene, settings }, factsOf(offer.model)));
    expect(words).not.toMatch(/sound|silent/i);
  });

  it.each([true, false])('is no reason to go there where it is wanted or not: %s', (sound) => {
    expect(routed(draft(sound), 'happyhorse-app')).toMatchObject({
      status: 'routed',
      route: { offer: { provider: 'happyhorse-app' }, settings: { sound } },
    });
  });

  it('is left open for what only they can make, and the rest of what somebody likes is kept', () => {
    const usual = { ...open, quality: 'pro', sound: true } as const;
    expect(chooseUsual(draft(null), usual, offersOf(name), context)).toMatchObject({
      status: 'routed',
      route: { offer: { provider: name }, settings: { quality: 'pro', sound: null } },
    });
  });
});

it('sound at Ace Data Cloud is always there, and cannot be left out', () => {
  const routed = (sound: boolean | null) => chooseRoute(draft(sound), offersOf('acedata'), context);
  const made = { status: 'routed', route: { settings: { sound: true } } };
  expect(routed(true)).toMatchObject(made);
  expect(routed(null)).toMatchObject(made);
  expect(routed(false)).toMatchObject({ refusal: { code: 'sound-fixed', sound: true } });
});

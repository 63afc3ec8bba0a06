import type { HomeView, Priced, VideoForm } from '../../src/core/chat/domain/form-state.ts';
import { promptOf } from '../../src/core/video/domain/video-request.ts';
import type { VideoDraft } from '../../src/core/video/domain/video-request.ts';
import { PLAINLY_POSSIBLE } from './possible-settings.ts';

function priceOf({ scene, settings }: VideoDraft): Priced {
  if (promptOf(scene).includes('forbidden')) {
    return { status: 'refused', words: ['No model makes ', { bold: 'this' }, '.'] };
  }
  const rate = (settings.quality === 'pro' ? 20 : 10) * (settings.sound === true ? 1.5 : 1);
  const credits = rate * secondsOf(scene, settings);
  return { status: 'priced', credits, model: 'Model One' };
}

function secondsOf(scene: VideoDraft['scene'], { seconds }: VideoDraft['settings']): number {
  if (scene.kind === 'shots') return scene.shots.reduce((sum, it) => sum + it.seconds, 0);
  return scene.kind === 'edit' || scene.kind === 'replace' ? 15 : (seconds ?? 5);
}

/** Ten credits a second, twenty in pro, half as much again with sound. */
export function aForm(over: Partial<VideoForm> = {}): VideoForm {
  return {
    language: 'en',
    ownLanguage: null,
    settings: { seconds: 5, quality: 'std', aspect: '16:9', sound: false, guidance: null },
    confirmOver: 'default',
    asking: { over: 200, first: true },
    seconds: { min: 3, max: 15 },
    qualities: ['std', 'pro'],
    aspects: ['16:9', '9:16', '1:1'],
    guidance: { min: 0, max: 1 },
    sound: { usual: false },
    promptLength: 2_500,
    takesImages: true,
    lastFrame: 'with-first',
    shapeFollowsImage: true,
    left: 200,
    possible: PLAINLY_POSSIBLE,
    price: priceOf,
    models(draft) {
      const priced = priceOf(draft);
      if (priced.status === 'refused') return [];
      const { quality } = draft.settings;
      const told = { quality: quality ?? 'std', seconds: secondsOf(draft.scene, draft.settings) };
      return [
        { id: 'one/model-1', title: 'Model One', ...told, credits: priced.credits },
        { id: 'two/model-2', title: 'Model Two', ...told, credits: priced.credits * 2 },
      ];
    },
    ...over,
  };
}

export function aHome(over: Partial<HomeView> = {}): HomeView {
  return {
    language: 'en',
    credits: {
      tone: 'plain',
      headline: [{ bold: 'You have 200 credits left' }],
      lines: [['They renew ', { time: Date.UTC(2027, 0, 1), as: 'relative' }, '.']],
    },
    running: [],
    ended: [],
    ...over,
  };
}

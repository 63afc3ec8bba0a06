import type { HomeView, VideoForm } from '../../src/core/domain/form.ts';
import { promptOf } from '../../src/core/domain/video-request.ts';

/** Ten credits a second, twenty in pro, half as much again with sound. */
export function aForm(over: Partial<VideoForm> = {}): VideoForm {
  return {
    settings: { seconds: 5, quality: 'std', aspect: '16:9', sound: false, guidance: null },
    seconds: { min: 3, max: 15 },
    qualities: ['std', 'pro'],
    aspects: ['16:9', '9:16', '1:1'],
    guidance: { min: 0, max: 1 },
    promptLength: 2_500,
    takesImages: true,
    takesLastFrame: true,
    left: 200,
    price({ scene, settings }) {
      if (promptOf(scene).includes('forbidden')) {
        return { status: 'refused', words: ['No model makes ', { bold: 'this' }, '.'] };
      }
      const rate = (settings.quality === 'pro' ? 20 : 10) * (settings.sound === true ? 1.5 : 1);
      const credits = rate * (settings.seconds ?? 5);
      return { status: 'priced', credits, model: 'Model One' };
    },
    ...over,
  };
}

export function aHome(over: Partial<HomeView> = {}): HomeView {
  return {
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

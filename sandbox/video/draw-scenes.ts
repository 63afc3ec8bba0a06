// What of the scenes is to be seen at a time.
import { dissolve, layOver, sample } from './planes.ts';
import type { Overlay, Planes, Rect } from './planes.ts';
import type { Scene } from './scenes.ts';

export function drawScenes(
  scenes: readonly Scene[],
  time: number,
  out: Planes,
  spare: Planes,
): void {
  const visible = scenes.filter((_, index) => isVisible(scenes, index, time));
  let words: Overlay | null = null;
  for (const [index, scene] of visible.entries()) {
    const share = index === 0 ? 1 : (time - scene.start) / scene.fade;
    const progress = (time - scene.start) / (scene.end - scene.start);
    sample(scene.picture, between(scene.from, scene.to, progress), index === 0 ? out : spare);
    if (index > 0) dissolve(out, spare, share);
    if (share >= 0.5) words = scene.words;
  }
  if (words !== null) layOver(out, words);
}

/** Begun, and not yet wholly behind a later scene. */
function isVisible(scenes: readonly Scene[], index: number, time: number): boolean {
  const scene = scenes[index];
  if (scene === undefined || time < scene.start) return false;
  return !scenes.some((later, at) => at > index && time >= later.start + later.fade);
}

function between(from: Rect, to: Rect, share: number): Rect {
  // Slow at both ends, like a hand that moves a camera.
  const s = Math.max(0, Math.min(1, share));
  const t = s * s * (3 - 2 * s);
  return {
    x: from.x + (to.x - from.x) * t,
    y: from.y + (to.y - from.y) * t,
    width: from.width + (to.width - from.width) * t,
    height: from.height + (to.height - from.height) * t,
  };
}

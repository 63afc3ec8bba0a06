import { describe, expect, it } from 'vitest';
import type { MediaProblem } from '../../../../src/core/media/domain/media.ts';
import type { Refusal } from '../../../../src/core/video/domain/refusal.ts';
import { refusalReply } from '../../../../src/core/chat/domain/replies.ts';
import { refusalWords } from '../../../../src/core/video/domain/refusal-words.ts';
import { plain, replyLines } from '../../messages/domain/plain-text.ts';

type Code = Exclude<Refusal['code'], MediaProblem['code']>;

/** One refusal of every code, word for word: what people read changes on purpose alone. */
const REFUSALS: {
  readonly [code in Code]: readonly [Refusal & { code: code }, string];
} = {
  'prompt-empty': [
    { code: 'prompt-empty' },
    'The prompt is empty. Describe the video in a few words.',
  ],
  'prompt-too-short': [
    { code: 'prompt-too-short', length: 2, least: 3 },
    'The prompt needs at least 3 characters. This one has 2.',
  ],
  'prompt-too-long': [
    { code: 'prompt-too-long', length: 2_501, most: 2_500 },
    'The prompt can have up to 2,500 characters. This one has 2,501.',
  ],
  'seconds-out-of-range': [
    { code: 'seconds-out-of-range', seconds: 16, min: 3, max: 15 },
    'Length must be 3–15 s.',
  ],
  'guidance-out-of-range': [
    { code: 'guidance-out-of-range', guidance: 1.5, min: 0, max: 1 },
    'Prompt guidance must be 0–1.',
  ],
  'guidance-not-offered': [
    { code: 'guidance-not-offered', model: 'Fake 1' },
    'Not supported by Fake 1: Prompt guidance. Remove it, or choose another model.',
  ],
  'aspect-not-offered': [
    { code: 'aspect-not-offered', aspect: '9:16', offered: ['16:9', '1:1'] },
    "9:16 isn't available. Choose 16:9 or 1:1.",
  ],
  'quality-not-offered': [
    { code: 'quality-not-offered', quality: 'pro', offered: ['std'] },
    "Pro isn't available. Choose Standard.",
  ],
  'kind-not-offered': [
    { code: 'kind-not-offered', kind: 'shots' },
    'Not available here: Storyboard.',
  ],
  'no-frame': [{ code: 'no-frame' }, 'Add an image to start from or to end on.'],
  'first-frame-not-offered': [
    { code: 'first-frame-not-offered', model: 'Fake 1' },
    'Not supported by Fake 1: First frame. Remove it, or choose another model.',
  ],
  'last-frame-without-first': [
    { code: 'last-frame-without-first' },
    'A last frame needs a first frame. Add one.',
  ],
  'last-frame-not-offered': [
    { code: 'last-frame-not-offered', model: 'Fake 1' },
    'Not supported by Fake 1: Last frame. Remove it, or choose another model.',
  ],
  'last-frame-with-first': [
    { code: 'last-frame-with-first', model: 'Fake 1' },
    'Fake 1 takes a last frame only without a first frame. Remove one of them, or choose another model.',
  ],
  'too-many-shots': [
    { code: 'too-many-shots', shots: 6, most: 5 },
    'A storyboard can have up to 5 shots. This one has 6.',
  ],
  'shot-empty': [{ code: 'shot-empty', shot: 2 }, 'Shot 2 needs a prompt.'],
  'shot-too-long': [
    { code: 'shot-too-long', shot: 2, length: 501, most: 500 },
    'The prompt of shot 2 can have up to 500 characters. It has 501.',
  ],
  'shot-seconds': [
    { code: 'shot-seconds', shot: 2, seconds: 13, min: 1, max: 12 },
    'Shot 2 must be 1–12 s long.',
  ],
  'elements-not-offered': [
    { code: 'elements-not-offered', model: 'Fake 1' },
    "Fake 1 can't show named elements in this kind of video. Remove them, or choose another model.",
  ],
  'too-many-elements': [
    { code: 'too-many-elements', elements: 4, most: 3 },
    'A video can have up to 3 elements. This one has 4.',
  ],
  'element-name': [
    { code: 'element-name', name: 'a dog' },
    "a dog can't be an element name. Use up to 40 letters, digits and underscores.",
  ],
  'element-twice': [
    { code: 'element-twice', name: 'dog' },
    'Two elements are named dog. Rename one of them.',
  ],
  'element-images': [
    { code: 'element-images', name: 'dog', images: 1, min: 2, max: 4 },
    'Element dog needs 2–4 images. It has 1.',
  ],
  'element-unused': [
    { code: 'element-unused', name: 'dog' },
    "The prompt doesn't mention @dog. Add it where the element appears.",
  ],
  'too-many-images': [
    { code: 'too-many-images', images: 10, min: 1, most: 9 },
    'Add 1–9 images. You added 10.',
  ],
  'images-or-elements': [
    { code: 'images-or-elements' },
    'Use reference images or named elements, not both.',
  ],
  'sound-not-kept': [
    { code: 'sound-not-kept', model: 'Fake 1' },
    "Fake 1 can't keep the original sound. Turn that off, or choose another model.",
  ],
  'sound-fixed': [
    { code: 'sound-fixed', sound: true, model: 'Fake 1' },
    'Fake 1 always adds sound. Leave the sound open, or choose another model.',
  ],
  'sound-not-offered': [
    { code: 'sound-not-offered', model: 'Fake 1' },
    "Fake 1 doesn't let you choose the sound. Leave the sound open, or choose another model.",
  ],
  'extra-not-offered': [
    { code: 'extra-not-offered', extra: 'pan-left', model: 'Fake 1' },
    'Not supported by Fake 1: Pan left. Remove it, or choose another model.',
  ],
  'extra-out-of-range': [
    { code: 'extra-out-of-range', extra: 'seed', min: 0, max: 2_147_483_647 },
    'Seed must be 0–2,147,483,647.',
  ],
  'not-set-up': [
    { code: 'not-set-up', need: 'edit', providers: ['One', 'Two', 'Three'] },
    'Not available here: Video edit. Ask the operator to add One, Two or Three.',
  ],
  'model-unknown': [
    { code: 'model-unknown', model: 'x', offered: ['Fake 1', 'Fake 2'] },
    'No model named “x”. Choose Fake 1 or Fake 2.',
  ],
  'plan-gate': [
    {
      ...({ code: 'plan-gate', provider: 'Horse API', able: [] } as const),
      demands: { seconds: 8, style: true },
    },
    "Not in the service's plan at Horse API: 8 s or longer and Style together. Choose something else, or ask the operator to upgrade.",
  ],
  'model-unfit': [
    { code: 'model-unfit', model: 'Fake 1', able: ['Fake 2'] },
    "Fake 1 can't make this video. Choose Fake 2, or leave the model open.",
  ],
  'model-denied': [
    { code: 'model-denied', models: ['Fake 1'], offered: ['Fake 2', 'Fake 3'] },
    "Your admins don't allow Fake 1. Choose Fake 2 or Fake 3.",
  ],
  'needs-denied-model': [
    { code: 'needs-denied-model', models: ['Fake 1', 'Fake 2'] },
    "Only Fake 1 or Fake 2 can make this video, and your admins don't allow it. Ask an admin.",
  ],
  'channel-denied': [
    { code: 'channel-denied', allowed: [] },
    'Videos are off in this channel. Use another one.',
  ],
  'words-blocked': [
    { code: 'words-blocked', words: 'kill bill' },
    'Your admins blocked “kill bill”. Rephrase the prompt.',
  ],
  'providers-down': [
    { code: 'providers-down', providers: ['One', 'Two'], waits: true },
    "One and Two aren't available. Try again in a few minutes.",
  ],
  'no-links': [
    { code: 'no-links', provider: 'Fake' },
    "Fake can't get your files: Showrunner has no public address. Remove them, or ask the operator to set PUBLIC_URL.",
  ],
  'no-provider': [
    { code: 'no-provider' },
    'No video provider is set up. Ask the operator to add one.',
  ],
  'too-dear': [
    { code: 'too-dear', cost: 1_200, most: 500 },
    'This video costs 1,200 credits. The limit per video is 500. Choose cheaper settings, or ask an admin.',
  ],
  'too-many-open': [
    { code: 'too-many-open', most: 2 },
    'Your limit is 2 videos at once. Wait for one to finish.',
  ],
  'too-many-open-in-team': [
    { code: 'too-many-open-in-team', most: 1 },
    "Your team's limit is 1 video at once. Wait for one to finish.",
  ],
  'no-credits': [
    { code: 'no-credits', cost: 300, left: 20, renewsAt: 5 },
    'This video costs 300 credits. You have 20 left until your limit resets <relative>.',
  ],
  'no-allowance': [{ code: 'no-allowance' }, 'You have no credits here. Ask an admin.'],
  'no-team-budget': [{ code: 'no-team-budget' }, 'The team has no budget. Ask an admin.'],
  'no-personal-space': [
    { code: 'no-personal-space' },
    'Showrunner creates videos in servers, not in direct messages. The operator can allow it with PERSONAL_ALLOWANCE.',
  ],
  'pool-empty': [
    { code: 'pool-empty', cost: 1, left: 0, renewsAt: 5 },
    'This video costs 1 credit. The team budget is used up and resets <relative>.',
  ],
};

const ALL = Object.values(REFUSALS);

describe('the words of every refusal', () => {
  it.each(ALL)('say what is wrong and what is allowed: %j', (refusal, words) => {
    expect(plain(refusalWords(refusal))).toBe(words);
  });

  it.each(ALL)('stand below that nothing was started and charged: %j', (refusal, words) => {
    expect(replyLines(refusalReply(refusal))).toEqual([
      '(refused) Not started, not charged',
      words,
    ]);
  });
});

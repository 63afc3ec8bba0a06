import { expectedMs } from '../../jobs/domain/check-intervals.ts';
import { cardWords, receiptWords } from './card-words.ts';
import { isRendering } from '../../jobs/domain/job.ts';
import type { Job, JobState, JobStatus } from '../../jobs/domain/job.ts';
import type { Quote } from '../../messages/domain/inline.ts';
import { FORMATS } from '../../media/domain/media.ts';
import { msg } from '../../messages/domain/message.ts';
import type { Message } from '../../messages/domain/message.ts';
import { facts, rich, shorten } from '../../messages/domain/rich-text.ts';
import type { RichText } from '../../messages/domain/rich-text.ts';
import {
  elementsOf,
  firstOf,
  imagesOf,
  mediaReferencesOf,
  promptOf,
  sourceOf,
} from '../../video/domain/video-request.ts';
import type { AdvancedSettings, VideoRequest } from '../../video/domain/video-request.ts';
import type { CardContext, Estimate, ModelFacts } from './card-context.ts';
import type { CardView, CardAction } from '../../chat/domain/card-view.ts';

const SHORT_PROMPT = 300;

/** The card of a job: the same for the same job, context and moment. */
export function viewCard(job: Job, context: CardContext): CardView {
  const estimate = estimateOf(job, context);
  const forgotten = job.request.forgotten !== undefined;
  const isUnread = context.unread !== null && isRendering(job.state);
  const { headline, lines } = cardWords(job, context, estimate);
  const video = job.state.status === 'succeeded' ? job.state.video : null;
  return {
    status: job.state.status,
    tone: forgotten ? 'forgotten' : isUnread ? 'attention' : TONES[job.state.status],
    headline: rich(headline),
    lines: [...lines, ...(video?.unread === true ? [msg('cards.unread-video')] : [])].map(rich),
    receipt: [receiptWords(job, context.left)],
    prompt: shorten(promptOf(job.request.scene), SHORT_PROMPT),
    settings: settingsOf(job.request, context),
    progress: isUnread ? null : progressOf(job.state, context.now, estimate),
    // To ask now is in vain.
    actions: isUnread ? [] : ACTIONS[job.state.status],
    video,
  };
}

const TONES = {
  waiting: 'waiting',
  submitting: 'working',
  unconfirmed: 'attention',
  rendering: 'working',
  overdue: 'attention',
  collecting: 'working',
  succeeded: 'done',
  failed: 'stopped',
  cancelled: 'stopped',
  expired: 'stopped',
} as const satisfies Record<JobStatus, CardView['tone']>;

const ACTIONS = {
  waiting: ['cancel'],
  submitting: [],
  unconfirmed: ['give-back', 'try-again'],
  rendering: [],
  overdue: ['check-now'],
  collecting: [],
  succeeded: [],
  failed: [],
  cancelled: [],
  expired: [],
} as const satisfies Record<JobStatus, readonly CardAction[]>;

function estimateOf(job: Job, context: CardContext): Estimate | null {
  if (job.state.status !== 'rendering') return null;
  const { seconds } = job.request.settings;
  const expected = expectedMs(context.checks, seconds, context.seen);
  const since = job.state.since.getTime();
  return { halfAt: new Date(since + expected.halfMs), mostAt: new Date(since + expected.mostMs) };
}

/** Half of all renders are done at four fifths of the bar; it is full only when the video is here. */
const AT_HALF = 0.8;

const AT_MOST = 0.95;

function progressOf(state: JobState, now: Date, estimate: Estimate | null): number | null {
  if (state.status === 'collecting') return AT_MOST;
  if (state.status !== 'rendering' || estimate === null) return null;
  if (state.progress !== null) return inTwentieths(Math.min(state.progress, AT_MOST));
  const start = state.since.getTime();
  const half = estimate.halfAt.getTime();
  const most = estimate.mostAt.getTime();
  const at = now.getTime();
  const share =
    at <= half
      ? (AT_HALF * (at - start)) / Math.max(1, half - start)
      : AT_HALF + ((AT_MOST - AT_HALF) * (at - half)) / Math.max(1, most - half);
  return inTwentieths(Math.min(Math.max(share, 0), AT_MOST));
}

function inTwentieths(share: number): number {
  return Math.floor(share * 20 + 1e-9) / 20;
}

/** What is made, in one line: the model and everything that was decided. */
export function settingsOf(request: VideoRequest, model: ModelFacts): RichText {
  const { seconds, quality, aspect, sound, guidance, extras: advanced } = request.settings;
  const { scene } = request;
  const always = [
    model.modelTitle,
    msg(`video.quality-${quality}`),
    msg('chat.seconds', { count: seconds }),
  ];
  // The rest depends on what was given.
  if (request.forgotten !== undefined) return facts(...always);
  return facts(
    ...always,
    ...(followsMedia(scene, model) ? [] : [aspect]),
    ...(sourceOf(scene) === null && sound !== null
      ? [msg(sound ? 'video.with-sound' : 'video.silent')]
      : []),
    ...(guidance === null ? [] : [setting('guidance', String(guidance))]),
    ...advancedWords(advanced ?? {}),
    ...mediaReferenceWords(scene),
    ...kindWords(scene),
    ...elementsWords(scene),
    ...changeWords(scene),
  );
}

/** A given image or video decides the shape. */
function followsMedia(scene: VideoRequest['scene'], { aspectFollowsImage }: ModelFacts): boolean {
  return (firstOf(scene) !== null && aspectFollowsImage) || sourceOf(scene) !== null;
}

function setting(name: 'guidance' | 'style' | 'motion' | 'seed', value: string | Quote): Message {
  return msg('video.setting-value', { setting: msg(`video.${name}`), value });
}

function advancedWords({ seed, style, cameraMotion, motionIntensity }: AdvancedSettings) {
  return [
    ...(style === undefined ? [] : [setting('style', { quote: shorten(style, 50) })]),
    ...(cameraMotion === undefined ? [] : [msg(`video.camera-${cameraMotion}`)]),
    ...(motionIntensity === undefined ? [] : [setting('motion', String(motionIntensity))]),
    ...(seed === undefined ? [] : [setting('seed', String(seed))]),
  ];
}

function mediaReferenceWords(scene: VideoRequest['scene']) {
  const { video, audio } = mediaReferencesOf(scene);
  return [
    ...(video === undefined ? [] : [msg('video.reference-video')]),
    ...(audio === undefined ? [] : [msg('video.reference-audio')]),
  ];
}

function framesWords({ first, last }: { readonly first: unknown; readonly last: unknown }) {
  if (first !== null && last !== null) return [msg('video.first-and-last-frame')];
  if (last !== null) return [msg('video.last-frame')];
  return first === null ? [] : [msg('video.first-frame')];
}

function elementsWords(scene: VideoRequest['scene']) {
  const names = elementsOf(scene).map((it) => `@${it.name}`);
  return names.length === 0 ? [] : [msg('video.with-elements', { names })];
}

/** What was done to images that were given, the same once. */
function changeWords(scene: VideoRequest['scene']): Message[] {
  const words = imagesOf(scene).flatMap(({ changes = {}, contentType, width, height }) => [
    ...(changes.converted === true
      ? [msg('video.image-converted', { format: FORMATS[contentType] })]
      : []),
    ...(changes.resized === true ? [msg('video.image-resized', { width, height })] : []),
    ...(changes.background === undefined
      ? []
      : [msg('video.image-background', { background: changes.background })]),
  ]);
  return [...new Map(words.map((it) => [JSON.stringify(it), it])).values()];
}

function imagesWords({ length: images }: readonly unknown[]) {
  return images === 0 ? [] : [msg('video.reference-image-count', { images })];
}

function kindWords(scene: VideoRequest['scene']): Message[] {
  switch (scene.kind) {
    case 'text':
      return [];
    case 'frames':
      return framesWords(scene);
    case 'shots':
      return [msg('video.shot-count', { shots: scene.shots.length })];
    case 'references':
      return imagesWords(scene.images);
    case 'edit':
      return [
        msg('video.kind-edit'),
        ...imagesWords(scene.images),
        ...(scene.keepSound ? [msg('video.keeps-sound')] : []),
      ];
    case 'replace':
      return [msg('video.kind-replace')];
  }
}

/** How soon a card shows that its provider can be asked again. */
const UNREAD_LOOK_MS = 30_000;

/** When a card that is right now may be worth another look; null: only when the job changes. */
export function nextLookMs(job: Job, context: CardContext): number | null {
  if (context.unread !== null && isRendering(job.state)) return UNREAD_LOOK_MS;
  switch (job.state.status) {
    case 'waiting':
      // At the end of a long line little changes, and to say where one stands is to count it.
      return Math.min(10_000 + (context.ahead ?? 0) * 1_000, 60_000);
    case 'rendering': {
      const { seconds } = job.request.settings;
      const { halfMs } = expectedMs(context.checks, seconds, context.seen);
      return Math.min(Math.max((halfMs / AT_HALF) * 0.05, 5_000), 60_000);
    }
    case 'submitting':
    case 'unconfirmed':
    case 'overdue':
    case 'collecting':
    case 'succeeded':
    case 'failed':
    case 'cancelled':
    case 'expired':
      return null;
  }
}

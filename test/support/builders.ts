import { jobId, personId, teamId } from '../../src/core/shared/domain/ids.ts';
import type { Job, JobState, NewJob } from '../../src/core/jobs/domain/job.ts';
import type { AudioRef, ClipRef, ImageRef, VideoRef } from '../../src/core/media/domain/media.ts';
import type { VideoRequest } from '../../src/core/video/domain/video-request.ts';

export const START = new Date('2026-11-18T12:00:00Z');

export function after(ms: number): Date {
  return new Date(START.getTime() + ms);
}

export function aRequest(over: Partial<VideoRequest> = {}): VideoRequest {
  return {
    scene: { kind: 'text', prompt: 'a horse on a beach' },
    settings: { seconds: 5, quality: 'std', aspect: '16:9', sound: true, guidance: null },
    ...over,
  };
}

export function aJob(state: JobState, over: Partial<Job> = {}): Job {
  return {
    teamId: teamId('discord:1'),
    jobId: jobId('job-1'),
    version: 1,
    personId: personId('discord:7'),
    roles: [],
    platform: 'discord',
    request: aRequest(),
    provider: 'happyhorse-app',
    model: 'happyhorse-1.0/video',
    quote: 300,
    price: over.quote ?? 300,
    createdAt: START,
    state,
    ...over,
  };
}

let minted = 0;

export function aNewJob(over: Partial<NewJob> = {}): NewJob {
  minted += 1;
  return {
    teamId: teamId('discord:1'),
    jobId: jobId(`job-${minted}`),
    personId: personId('discord:7'),
    roles: [],
    platform: 'discord',
    requestKey: `request-${minted}`,
    message: { messageId: String(minted) },
    language: 'en',
    request: aRequest(),
    provider: 'fake',
    model: 'fake-1',
    quote: 100,
    allowance: { kind: 'credits', credits: 1000, per: 'week' },
    pool: { kind: 'unlimited' },
    atOnce: null,
    teamAtOnce: null,
    asksIfFirst: false,
    at: START,
    ...over,
  };
}

export const anImage: ImageRef = {
  kind: 'image',
  key: `${'a'.repeat(64)}.jpg`,
  contentType: 'image/jpeg',
  bytes: 1000,
  width: 640,
  height: 480,
};

export const aVideo: VideoRef = {
  kind: 'video',
  key: `${'b'.repeat(64)}.mp4`,
  contentType: 'video/mp4',
  bytes: 1_000_000,
  width: 1280,
  height: 720,
  seconds: 5,
  sound: true,
  poster: null,
};

/** A video that was given to be worked on, or to guide another. */
export const aClip: ClipRef = {
  kind: 'clip',
  key: `${'c'.repeat(64)}.mp4`,
  contentType: 'video/mp4',
  bytes: 9_000_000,
  width: 1280,
  height: 720,
  seconds: 12.3,
  fps: 30,
  sound: true,
};

export const aSound: AudioRef = {
  kind: 'audio',
  key: `${'d'.repeat(64)}.mp3`,
  contentType: 'audio/mpeg',
  bytes: 90_000,
  seconds: 4,
};

import type { ImageRef } from '../../../src/core/media/domain/media.ts';
import { acedata } from '../../../src/providers/acedata/provider.ts';
import { anImage, checking, linking, opener } from '../given.ts';

export const T2V = 'happyhorse-1.1-t2v';
export const I2V = 'happyhorse-1.1-i2v';
export const R2V = 'happyhorse-1.1-r2v';
export const EDIT = 'happyhorse-1.0-video-edit';
export const TOKEN = 'acedata-token-0123456789';

export const options = linking;
export const aProvider = opener(acedata, { key: TOKEN, inFlight: 1_000, callsPerSecond: 0.9 });

export const images = (count: number): ImageRef[] =>
  Array.from({ length: count }, (_, index) => anImage(`image-${index + 1}`));

export const operation = (taskId = 'task-a') => ({ taskId });

export const batch = (...items: unknown[]) => ({ items, count: items.length });

/** What a check tells when it is answered like this. */
export const checkAt = checking(aProvider, operation());

/** What is told of a task whose record holds this. */
export const told = (record: Readonly<Record<string, unknown>>) =>
  checkAt(200, batch({ id: 'task-a', ...record }));

export const TRACE = 'fb751e1e-4705-49ea-9fd4-5024b7865ea2';
export const VIDEO = 'https://cdn.acedata.cloud/happyhorse/c8cbf53aa0.mp4';

/** The documented success, with other fields of its video. */
export const aSuccess = (fields: Readonly<Record<string, unknown>> = {}) => ({
  response: {
    success: true,
    task_id: 'task-a',
    trace_id: TRACE,
    data: [{ id: 'x', video_url: VIDEO, state: 'succeeded', ...fields }],
  },
});

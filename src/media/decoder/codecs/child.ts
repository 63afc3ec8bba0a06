import { setPriority } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Order, Report, Task } from '../messages.ts';

// A process of its own that alone decodes strangers' files. It has no secrets, no environment and
// nothing to lose: whatever a file does to it costs that file.

// A person waiting for an answer in chat comes before a picture.
setPriority(Number(process.argv[2]));

process.on('disconnect', () => {
  // The parent is gone. Not `exit`: it would wait for what native code is doing.
  process.kill(process.pid, 'SIGKILL');
});
// Where this thread is too busy to hear of it.
new Worker(new URL('./orphan-watch.ts', import.meta.url), {
  workerData: Number(process.argv[3]),
  resourceLimits: { maxOldGenerationSizeMb: 16 },
}).unref();

// Meant for the service, which lets what is under way come to its end.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined);

process.on('message', ({ order, task }: Order) => {
  run(task).then(
    (result) => {
      tell({ order, ok: true, result });
    },
    (error: unknown) => {
      const message = error instanceof Error ? error.message : String(error);
      // What the system refused (a full disk) is not the file's fault.
      const fault = error instanceof Error && 'syscall' in error ? 'ours' : 'broken';
      tell({ order, ok: false, fault, message });
    },
  );
});

async function run(task: Task): Promise<unknown> {
  // Each is loaded when first needed: most children only ever do one kind of thing.
  switch (task.task) {
    case 'image':
      return await (await import('../images/normalise-image.ts')).normaliseImage(task);
    case 'probe':
      return await (await import('./video.ts')).probeVideo(task.input);
    case 'poster':
      return await (await import('./video.ts')).makePoster(task.input, task.output);
    case 'shrink':
      return await (await import('./video.ts')).shrinkVideo(task.input, task.output, task.maxBytes);
    case 'transcode':
      await (await import('./video.ts')).transcodeVideo(task.input, task.output);
      return true;
    case 'look-at-clip':
      return await (await import('./clip.ts')).lookAtClip(task.input);
    case 'clean-clip':
      return await (await import('./clip.ts')).cleanClip(task);
    case 'fit-clip':
      return await (await import('./clip.ts')).transcodeClip(task);
    case 'look-at-audio':
      return await (await import('./audio.ts')).lookAtAudio(task.input);
    case 'clean-audio':
      return await (await import('./audio.ts')).cleanAudio(task.input, task.output);
  }
}

function tell(report: Report): void {
  process.send?.(report);
}

if (process.platform !== 'linux') {
  setInterval(() => {
    tell({ rss: process.memoryUsage.rss() });
  }, 200).unref();
}

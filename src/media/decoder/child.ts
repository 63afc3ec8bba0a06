import { setPriority } from 'node:os';
import { normaliseImage } from './image.ts';
import { orderSchema, type Report, type Task } from './messages.ts';

// A process of its own that alone decodes strangers' files. It has no secrets, no environment and
// nothing to lose: whatever a file does to it costs that file.

// A person waiting for an answer in chat comes before a picture.
setPriority(10);

process.on('disconnect', () => {
  // The parent is gone. Not `exit`: it would wait for what native code is doing.
  process.kill(process.pid, 'SIGKILL');
});

// Meant for the service, which lets what is under way come to its end.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined);

process.on('message', (message) => {
  const { order, task } = orderSchema.parse(message);
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
  if (task.task === 'image') return await normaliseImage(task);
  // Loaded when first needed: most children only ever see images.
  const video = await import('./video.ts');
  switch (task.task) {
    case 'probe':
      return await video.probeVideo(task.input);
    case 'poster':
      return await video.makePoster(task.input, task.output);
    case 'shrink':
      return await video.shrinkVideo(task.input, task.output, task.maxBytes);
    case 'transcode':
      await video.transcodeVideo(task.input, task.output);
      return true;
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

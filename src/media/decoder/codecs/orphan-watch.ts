import { workerData } from 'node:worker_threads';

// A thread of its own beside the one that decodes: it goes on while that one is inside of native
// code, or does not come to its end, and hears of no disconnection.

const LOOK_EVERY_MS = 200;

setInterval(() => {
  // Whoever has lost its parent gets another.
  if (process.ppid !== workerData) process.kill(process.pid, 'SIGKILL');
}, LOOK_EVERY_MS);

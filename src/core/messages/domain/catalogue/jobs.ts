import type { Declarations } from '../parameter-kinds.ts';

export const JOBS = {
  'jobs.status-waiting': {},
  'jobs.status-submitting': {},
  'jobs.status-unconfirmed': {},
  'jobs.status-rendering': {},
  'jobs.status-overdue': {},
  'jobs.status-collecting': {},
  'jobs.status-succeeded': {},
  'jobs.status-failed': {},
  'jobs.status-cancelled': {},
  'jobs.status-expired': {},
  'jobs.status-unknown': {},
  'jobs.prompt-deleted': {},
} as const satisfies Declarations;

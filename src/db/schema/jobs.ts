import type { Json } from '../../core/shared/domain/json.ts';
import type { JobStatus } from '../../core/jobs/domain/job.ts';
import type { Lane } from '../../core/jobs/domain/steps.ts';
import {
  boolean,
  index,
  integer,
  pgTable,
  primaryKey,
  smallint,
  sql,
  text,
  uniqueIndex,
} from '../drizzle.cjs';
import { json, moment } from './columns.ts';

/** One video request each, whole: its request and state are parsed when read. */
export const jobs = pgTable(
  'jobs',
  {
    teamId: text('team_id').notNull(),
    jobId: text('job_id').notNull(),
    version: integer('version').notNull().default(1),
    personId: text('person_id').notNull(),
    /** The person's roles when they asked: which policies are theirs. */
    roles: json('roles').notNull(),
    platform: text('platform').notNull(),
    requestKey: text('request_key').notNull(),
    provider: text('provider').notNull(),
    model: text('model').notNull(),
    quote: integer('quote').notNull(),
    /** What is charged where the provider does not say. */
    price: integer('price').notNull(),
    request: json('request').notNull(),
    state: json('state').notNull(),
    status: text('status').$type<JobStatus>().notNull(),
    open: boolean('open').notNull().default(true),
    createdAt: moment('created_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.teamId, table.jobId] }),
    uniqueIndex('jobs_by_request').on(table.teamId, table.platform, table.requestKey),
    index('jobs_by_person').on(table.teamId, table.personId, table.createdAt),
    index('jobs_open')
      .on(table.teamId, table.personId)
      .where(sql`open`),
    // What is forgotten once it is old enough.
    index('jobs_unforgotten')
      .on(table.createdAt)
      .where(sql`not open and request -> 'forgotten' is null`),
  ],
);

/**
 * The narrow table that workers claim from: what step is next for a job, and when. It has all that
 * a look at a render needs, so that a claim does not read the wide row.
 */
export const schedule = pgTable(
  'schedule',
  {
    teamId: text('team_id').notNull(),
    jobId: text('job_id').notNull(),
    lane: text('lane').$type<Lane>().notNull(),
    provider: text('provider').notNull(),
    dueAt: moment('due_at').notNull(),
    attempts: smallint('attempts').notNull().default(0),
    personId: text('person_id').notNull(),
    queuedAt: moment('queued_at').notNull(),
    /** The provider's handle and the start of the render, once there is one. */
    operation: json('operation').$type<Json>(),
    startedAt: moment('started_at'),
  },
  (table) => [
    primaryKey({ columns: [table.teamId, table.jobId] }),
    index('schedule_due').on(table.lane, table.provider, table.dueAt),
  ],
);

/** Which job each render of a provider is, so that no two jobs show one. */
export const renders = pgTable(
  'renders',
  {
    provider: text('provider').notNull(),
    /** The hash of what the provider tells its renders apart by. */
    render: text('render').notNull(),
    teamId: text('team_id').notNull(),
    jobId: text('job_id').notNull(),
  },
  (table) => [primaryKey({ columns: [table.provider, table.render] })],
);

/** How long renders took, for estimates and for when to look first. */
export const renderTimes = pgTable(
  'render_times',
  {
    provider: text('provider').notNull(),
    model: text('model').notNull(),
    quality: text('quality').notNull(),
    seconds: smallint('seconds').notNull(),
    at: moment('at').notNull(),
    tookMs: integer('took_ms').notNull(),
  },
  (table) => [
    index('render_times_by_model').on(
      table.provider,
      table.model,
      table.quality,
      table.seconds,
      table.at,
    ),
  ],
);

import type { Sql } from '../test/support/database/sql.ts';
import { MODEL, PLATFORM, PROVIDER } from './core.ts';

/**
 * Fills a migrated database with renders that are under way: wide rows such as real jobs have, of
 * a thousand people in two hundred teams. The operation holds `spreadMs`, a random number of ms
 * below the given one by which looks can be spread. Nothing is due for hours, neither looks nor
 * cards.
 */
export async function seedRenders(sql: Sql, count: number, spreadMs: number): Promise<void> {
  await sql`
    insert into jobs (team_id, job_id, person_id, roles, platform, request_key, provider, model,
      quote, price, request, state, status, created_at)
    select 'bench:' || n % 200, uuidv7()::text, 'bench:' || n % 1000, '[]', ${PLATFORM}, n,
      ${PROVIDER}, ${MODEL}, 300, 300,
      jsonb_build_object(
        'scene', jsonb_build_object('kind', 'text', 'prompt',
          'A horse gallops along a beach at dawn, slow motion, the camera follows, take ' || n),
        'settings', jsonb_build_object('seconds', 5, 'quality', 'std', 'aspect', '16:9',
          'sound', true, 'guidance', null)),
      jsonb_build_object('status', 'rendering', 'operation', operation, 'since', now(),
        'progress', null),
      'rendering', now()
    from generate_series(1, ${count}::int) n
    cross join lateral (
      select jsonb_build_object('task', 'task-' || n,
        'spreadMs', floor(random() * ${spreadMs}::float8)) as operation) o`;
  await sql`
    insert into schedule (team_id, job_id, lane, provider, due_at, person_id, queued_at, operation,
      started_at)
    select team_id, job_id, 'check', provider, now() + interval '10 hours', person_id, created_at,
      state -> 'operation', created_at
    from jobs`;
  await sql`
    insert into cards (team_id, job_id, platform, message, shown, due_at, rank)
    select team_id, job_id, platform, '{"messageId": "1"}', 'as-it-is',
      now() + interval '10 hours', 1
    from jobs`;
  await sql`vacuum analyze jobs, schedule, cards`;
}

// What the tests of the happyhorse.app emulator share: a client, and requests that it accepts.
import { createHappyhorseApp } from '../../../sandbox/happyhorse-app/emulator.ts';
import type { HappyhorseAppOptions } from '../../../sandbox/happyhorse-app/emulator.ts';

export interface TaskData {
  readonly task_id: string;
  readonly status: string;
  readonly consumed_credits: number;
  readonly created_at: string;
  readonly type: string;
  readonly request: unknown;
  readonly response: { readonly resultUrls: readonly string[] } | null;
  readonly error_message: string | null;
}

export const GOOD = {
  model: 'happyhorse-1.0/video',
  prompt: 'A majestic eagle soaring through clouds at sunset',
  mode: 'pro',
  duration: 5,
  aspect_ratio: '16:9',
  sound: true,
};

export const SHOTS = {
  model: 'happyhorse-1.0/video',
  mode: 'pro',
  multi_shots: true,
  sound: true,
  duration: 10,
  multi_prompt: [
    { prompt: 'A woman walks into a coffee shop', duration: 3 },
    { prompt: 'She orders a latte and sits by the window', duration: 4 },
    { prompt: 'She looks outside and smiles', duration: 3 },
  ],
  aspect_ratio: '16:9',
};

/** An emulator with a clock that only the test moves, and a client for it. */
export async function startHappyhorseApp(options: HappyhorseAppOptions = {}) {
  let time = Date.parse('2026-04-08T10:30:00Z');
  const app = await createHappyhorseApp({ fastVideos: true, now: () => time, ...options });

  function post(body: unknown, headers: Record<string, string> = {}): Promise<Response> {
    return fetch(`${app.url}/api/generate`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${app.apiKey}`,
        'content-type': 'application/json',
        ...headers,
      },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  }

  async function create(body: unknown): Promise<string> {
    const response = await post(body);
    if (response.status !== 200) throw new Error(`refused: ${await response.text()}`);
    const answer = (await response.json()) as { data: TaskData };
    return answer.data.task_id;
  }

  async function refusal(body: unknown): Promise<[number, string]> {
    const response = await post(body);
    return [response.status, ((await response.json()) as { code: string }).code];
  }

  function ask(taskId: string): Promise<Response> {
    return fetch(`${app.url}/api/status?task_id=${taskId}`, {
      headers: { authorization: `Bearer ${app.apiKey}` },
    });
  }

  async function statusOf(taskId: string): Promise<TaskData> {
    const response = await ask(taskId);
    const answer = (await response.json()) as { code: number; data: TaskData };
    if (answer.code !== 200) throw new Error(`no status: ${JSON.stringify(answer)}`);
    return answer.data;
  }

  function pass(ms: number): void {
    time += ms;
  }

  /** Waits until the file is drawn and lets the clock pass the time of the render. */
  async function afterRender(taskId: string, ms = 3000): Promise<TaskData> {
    await app.rendered();
    pass(ms);
    return statusOf(taskId);
  }

  return { app, post, create, refusal, ask, statusOf, pass, afterRender };
}

export type Client = Awaited<ReturnType<typeof startHappyhorseApp>>;

export function withShots(shots: readonly { prompt: string; duration: number }[]) {
  return { ...SHOTS, duration: undefined, multi_prompt: shots };
}

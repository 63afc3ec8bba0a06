import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { HappyhorseAppEmulator } from '../../../sandbox/happyhorse-app/emulator.ts';
import { GOOD, SHOTS, startHappyhorseApp, withShots } from './client.ts';
import type { Client } from './client.ts';

let app: HappyhorseAppEmulator;
let client: Client;

beforeEach(async () => {
  client = await startHappyhorseApp();
  app = client.app;
});
afterEach(() => app.close());

const DOG = {
  name: 'element_dog',
  description: 'A brown dog',
  element_input_urls: ['http://127.0.0.1:9/1.png', 'http://127.0.0.1:9/2.png'],
};

describe('a request', () => {
  it.each<[string, unknown, string]>([
    ['another model', { ...GOOD, model: 'happyhorse-1.1/video' }, 'INVALID_MODEL'],
    ['no model', { ...GOOD, model: undefined, prompt: '' }, 'INVALID_MODEL'],
    ['no prompt', { ...GOOD, prompt: undefined }, 'INVALID_PROMPT'],
    ['a blank prompt', { ...GOOD, prompt: '  ' }, 'INVALID_PROMPT'],
    ['a long prompt', { ...GOOD, prompt: 'x'.repeat(2501) }, 'INVALID_PROMPT'],
    ['two seconds', { ...GOOD, duration: 2 }, 'INVALID_DURATION'],
    ['sixteen seconds', { ...GOOD, duration: 16 }, 'INVALID_DURATION'],
    ['half a second', { ...GOOD, duration: 4.5 }, 'INVALID_DURATION'],
    ['seconds as text', { ...GOOD, duration: '5' }, 'INVALID_DURATION'],
    ['another mode', { ...GOOD, mode: 'max' }, 'INVALID_PROMPT'],
    ['another shape', { ...GOOD, aspect_ratio: '4:3' }, 'INVALID_PROMPT'],
    ['three images', { ...GOOD, image_urls: ['a', 'b', 'c'].map(url) }, 'INVALID_PROMPT'],
    ['an image that is no link', { ...GOOD, image_urls: ['data:,x'] }, 'INVALID_PROMPT'],
    ['sound as text', { ...GOOD, sound: 'true' }, 'INVALID_PROMPT'],
    ['guidance above one', { ...GOOD, cfg_scale: 1.1 }, 'INVALID_PROMPT'],
    ['an unknown field', { ...GOOD, seed: 1 }, 'INVALID_PROMPT'],
    ['shots without the switch', { ...GOOD, multi_prompt: SHOTS.multi_prompt }, 'INVALID_PROMPT'],
    ['the switch without shots', { ...SHOTS, multi_prompt: undefined }, 'INVALID_PROMPT'],
    ['shots without a word on sound', { ...SHOTS, sound: undefined }, 'INVALID_PROMPT'],
    ['shots with two images', { ...SHOTS, image_urls: ['a', 'b'].map(url) }, 'INVALID_PROMPT'],
    ['another sum of shots', { ...SHOTS, duration: 9 }, 'INVALID_DURATION'],
    ['too long a shot', withShots([{ prompt: 'x', duration: 13 }]), 'INVALID_DURATION'],
    ['too short a sum', withShots([{ prompt: 'x', duration: 2 }]), 'INVALID_DURATION'],
    ['too long a sum', withShots(many({ prompt: 'x', duration: 8 }, 2)), 'INVALID_DURATION'],
    ['six shots', withShots(many({ prompt: 'x', duration: 2 }, 6)), 'INVALID_PROMPT'],
    ['a long shot prompt', withShots([{ prompt: 'x'.repeat(501), duration: 5 }]), 'INVALID_PROMPT'],
    ['four elements', withElements(many(DOG, 4)), 'INVALID_PROMPT'],
    [
      'an element with one image',
      withElements([{ ...DOG, element_input_urls: [url('a')] }]),
      'INVALID_PROMPT',
    ],
    [
      'an element with five images',
      withElements([{ ...DOG, element_input_urls: many(url('a'), 5) }]),
      'INVALID_PROMPT',
    ],
    [
      'an element without description',
      withElements([{ ...DOG, description: undefined }]),
      'INVALID_PROMPT',
    ],
    ['an element that is not mentioned', withElements([DOG], 'a dog'), 'INVALID_PROMPT'],
    ['a longer name in the prompt', withElements([DOG], '@element_dogs'), 'INVALID_PROMPT'],
    ['a list', [GOOD], 'INVALID_PROMPT'],
    ['half a document', '{"model":', 'INVALID_PROMPT'],
  ])('with %s is refused and costs nothing', async (_, body, code) => {
    expect(await client.refusal(body)).toEqual([400, code]);
    expect(app.credits).toBe(10_000);
    expect(app.creates).toEqual([]);
  });

  it.each<[string, unknown]>([
    ['the longest prompt', { ...GOOD, prompt: 'x'.repeat(2500) }],
    ['three seconds', { ...GOOD, duration: 3 }],
    ['fifteen seconds', { ...GOOD, duration: 15 }],
    ['every limit of guidance', { ...GOOD, cfg_scale: 0 }],
    ['one shot of twelve seconds', withShots([{ prompt: 'x', duration: 12 }])],
    ['five shots of three seconds', withShots(many({ prompt: 'x', duration: 3 }, 5))],
    [
      'an element named in a shot',
      { ...withShots([{ prompt: '@element_dog!', duration: 5 }]), happyhorse_elements: [DOG] },
    ],
  ])('with %s is accepted', async (_, body) => {
    expect(await client.create(body)).toMatch(/^n92/);
  });

  it('needs the right key and a JSON body', async () => {
    const wrong = await client.post(GOOD, { authorization: 'Bearer wrong' });
    expect([wrong.status, await wrong.json()]).toEqual([
      401,
      { code: 'INVALID_API_KEY', message: 'API key is missing or invalid' },
    ]);
    expect((await client.post(GOOD, { 'content-type': 'text/plain' })).status).toBe(400);
    expect((await fetch(`${app.url}/api/status?task_id=n92x`)).status).toBe(401);
  });

  it('to anything else answers 501', async () => {
    for (const path of ['/api/credits', '/api/generate', '/']) {
      expect((await fetch(app.url + path)).status).toBe(501);
    }
    expect(app.requests.map(({ status }) => status)).toEqual([501, 501, 501]);
  });

  it('for a task that is not known is refused', async () => {
    expect((await client.ask('n92unknown')).status).toBe(400);
  });

  it('is refused when the credits do not suffice, to the last one', async () => {
    app.credits = 399;
    expect(await client.refusal(GOOD)).toEqual([402, 'INSUFFICIENT_CREDITS']);
    app.credits = 400;
    await client.create(GOOD);
    expect(app.credits).toBe(0);
  });

  it('is refused above the rate, and accepted a second later', async () => {
    await app.close();
    client = await startHappyhorseApp({ ratePerSecond: 2 });
    app = client.app;
    const statuses = [];
    for (let i = 0; i < 3; i += 1) statuses.push((await client.ask('n92x')).status);
    expect(statuses).toEqual([400, 400, 429]);
    const limited = await client.ask('n92x');
    expect(limited.headers.get('retry-after')).toBe('1');
    client.pass(1000);
    expect((await client.ask('n92x')).status).toBe(400);
  });
});

function url(name: string): string {
  return `http://127.0.0.1:9/${name}.png`;
}

function many<value>(it: value, count: number): value[] {
  return Array.from({ length: count }, () => it);
}

function withElements(elements: readonly unknown[], prompt = '@element_dog runs') {
  return { ...GOOD, prompt, happyhorse_elements: elements };
}

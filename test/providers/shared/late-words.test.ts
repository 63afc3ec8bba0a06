import { describe, expect, it } from 'vitest';
import * as acedata from '../acedata/given.ts';
import * as crun from '../crun/given.ts';
import * as app from '../happyhorse-app/given.ts';
import * as customer from '../happyhorse-customer/given.ts';
import { answering, respond, startLoopback, turn } from '../loopback.ts';

const { signal } = new AbortController();
const asking = { signal, slot: turn };
const SAID = 'Blocked by our content policy';
const MODERATED = { status: 'failed', reason: 'moderated', message: SAID };

async function told(provider: typeof app.aProvider, operation: object, body: unknown) {
  await using server = await startLoopback(answering(200, body));
  const [status] = await provider(server.url, { timeoutMs: 2_000 }).check(
    [operation as never],
    asking,
  );
  return status;
}

describe('a record that blames the content', () => {
  it.each([
    { task_id: 'a1', status: 'REJECTED', error_message: SAID },
    { task_id: 'a1', status: null, error_message: SAID },
  ])('ends a render of happyhorse.app, whatever its state is called: %j', async (data) => {
    const body = { code: 200, message: 'success', data };
    expect(await told(app.aProvider, { taskId: 'a1' }, body)).toMatchObject(MODERATED);
  });

  it.each(['moderated', 'content_violation'])('ends one by the state %s alone', async (status) => {
    const data = { task_id: 'a1', status, error_message: null };
    expect(await told(app.aProvider, { taskId: 'a1' }, { code: 200, data })).toMatchObject({
      status: 'failed',
      reason: 'moderated',
    });
    expect(
      await told(customer.aProvider, { videoId: 'a1' }, { id: 'a1', status, errorMessage: null }),
    ).toMatchObject({ status: 'failed', reason: 'moderated' });
  });

  it('ends a render of the Customer API', async () => {
    const body = { id: 'a1', status: 'rejected', errorMessage: SAID };
    expect(await told(customer.aProvider, { videoId: 'a1' }, body)).toMatchObject(MODERATED);
  });

  it.each([400, 403, 422])('ends a render of crun.ai under the code %i', async (code) => {
    const body = { code, message: SAID, data: { task_id: 'a1', status: 'running' } };
    expect(await told(crun.aProvider, { taskId: 'a1' }, body)).toMatchObject(MODERATED);
    const another = { code, message: SAID, data: { task_id: 'b2', status: 'running' } };
    const answer = await told(crun.aProvider, { taskId: 'a1' }, another).catch(() => null);
    expect(answer?.status).not.toBe('failed');
  });

  it('ends a render of Ace Data Cloud that has no response', async () => {
    const body = { id: 'a1', error: { code: 'bad_request', message: SAID } };
    expect(await told(acedata.aProvider, { taskId: 'a1' }, body)).toMatchObject(MODERATED);
  });

  it('is nothing new where the state is not known and nothing is blamed', async () => {
    const data = { task_id: 'a1', status: 'REJECTED', error_message: 'Out of order' };
    expect(await told(app.aProvider, { taskId: 'a1' }, { code: 200, data })).toEqual({
      status: 'silent',
    });
  });
});

describe('one render of several whose content is blamed', () => {
  it('is found by asking about each alone, and holds up no other', async () => {
    await using server = await startLoopback(({ body }, response) => {
      const asked = JSON.parse(body) as { readonly action: string; readonly id?: string };
      if (asked.action === 'retrieve' && asked.id === 'b2') {
        respond(response, 200, { id: 'b2', response: {} });
        return;
      }
      respond(response, 400, { error: { code: 'bad_request', message: SAID } });
    });
    const provider = acedata.aProvider(server.url, { timeoutMs: 2_000 });
    const asked = ['a1', 'b2'].map((it) => acedata.operation(it));
    expect(await provider.check(asked, asking)).toMatchObject([MODERATED, { status: 'running' }]);
  });
});

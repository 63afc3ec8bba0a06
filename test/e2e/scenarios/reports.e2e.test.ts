import { describe, expect, it } from 'vitest';
import { openSession } from '../../support/e2e/user.ts';

describe.each(['discord', 'slack'] as const)('What was used in %s', (chat) => {
  it('is reported to admins with a chart and a table, and to its person with each video', async () => {
    await using opened = await openSession(chat);
    const { user } = opened;
    await (await user.create({ prompt: 'a tide' })).end();
    const report = await user.quota({ act: 'report' });
    expect(report).toContain('1 video · 1 delivered · 100% success');
    expect(report).toContain('1. @Ada · 180 credits · 1 video');
    expect(report).toMatch(/chart-2026-\d\d-\d\d-to-2026-11-18\.png/);
    expect(report).toMatch(/videos-2026-\d\d-\d\d-to-2026-11-18\S*\.csv/);
    const credits = await user.interaction('credits');
    expect(credits).toMatch(/This week · 1 video\n.*a tide.*180 credits/);
    await user.expectInOrder();
  });
});

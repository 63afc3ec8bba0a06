import { describe, expect, it } from 'vitest';
import { NOWHERE } from '../../../../src/bots/slack/shared/form-context.ts';
import { formModal } from '../../../../src/bots/slack/forms/video/video-view.ts';
import { aForm } from '../../../support/forms.ts';

const created = (form: Parameters<typeof aForm>[0]) => formModal('create', aForm(form), NOWHERE);
const inside = (form: Parameters<typeof aForm>[0]) => JSON.stringify(created(form));

describe('the form for a new video', () => {
  it.each([
    ['with-first', 'Needs a first frame too'],
    ['without-first', 'Works only without a first frame'],
    ['either', 'The image the video ends on. Some models need a first frame too'],
  ] as const)('says what a last frame goes with: %s', (lastFrame, hint) => {
    const field = created({ lastFrame }).blocks.find((it) => it.block_id === 'last');
    expect(field).toMatchObject({ hint: { text: hint } });
  });

  it('has no field for a last frame where no model ends on one', () => {
    expect(inside({ lastFrame: 'no' })).not.toContain('Last frame');
  });

  it('says that a first frame decides the aspect ratio only where one does', () => {
    expect(inside({})).toContain('most models use its aspect ratio instead');
    expect(inside({ shapeFollowsImage: false })).not.toContain('use its aspect ratio');
  });
});

import { describe, expect, it } from 'vitest';
import { NOWHERE } from '../../../../src/bots/slack/shared/form-context.ts';
import { formModal } from '../../../../src/bots/slack/forms/video/video-view.ts';
import { aForm } from '../../../support/forms.ts';

const created = (form: Parameters<typeof aForm>[0]) => formModal('create', aForm(form), NOWHERE);
const inside = (form: Parameters<typeof aForm>[0]) => JSON.stringify(created(form));

describe('the form for a new video', () => {
  it.each([
    ['with-first', 'Needs a picture to start from too.'],
    ['without-first', 'Goes without a picture to start from.'],
    ['either', 'PNG, JPEG or WebP.'],
  ] as const)('says what a last picture goes with: %s', (lastFrame, hint) => {
    const field = created({ lastFrame }).blocks.find((it) => it.block_id === 'last');
    expect(field).toMatchObject({ hint: { text: hint } });
  });

  it('has no field for a last picture where no model ends on one', () => {
    expect(inside({ lastFrame: 'no' })).not.toContain('ends on');
  });

  it('speaks of a picture that decides the shape only where one does', () => {
    expect(inside({})).toContain('Shape, unless a picture decides it');
    expect(inside({ shapeFollowsImage: false })).not.toContain('unless a picture');
  });
});

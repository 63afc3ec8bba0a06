import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { plainWords } from '../../../../src/bots/slack/commands/plain-words.ts';
import { wordingOf } from '../../../../src/bots/slack/wording.ts';
import { readVideoText } from '../../../../src/bots/slack/commands/video-command.ts';
import { patience } from '../../../support/patience.ts';

const OPEN = { seconds: null, quality: null, aspect: null, sound: null, guidance: null };

function read(text: string) {
  const typed = readVideoText(text);
  if (typed.status !== 'asked' || typed.command.type !== 'create') return typed;
  const { scene, settings } = typed.command.draft;
  return { prompt: scene.kind === 'text' ? scene.prompt : scene, settings, private: typed.private };
}

function wrong(text: string): string {
  const typed = readVideoText(text);
  return typed.status === 'wrong' ? wordingOf('en').text(typed.words) : JSON.stringify(typed);
}

describe('what is typed after /video', () => {
  it('is a prompt with switches anywhere in it', () => {
    expect(
      read('a horse --seconds 8 on a beach --pro --aspect 9:16 --silent --private --guidance=.5'),
    ).toEqual({
      prompt: 'a horse on a beach',
      settings: { seconds: 8, quality: 'pro', aspect: '9:16', sound: false, guidance: 0.5 },
      private: true,
    });
  });

  it('leaves open what was not chosen', () => {
    expect(read('a horse')).toEqual({ prompt: 'a horse', settings: OPEN, private: false });
  });

  it('takes a model, and what only some models have', () => {
    const typed = readVideoText(
      'a horse --model "HappyHorse 1.0" --style "film noir" --camera Zoom-In --motion=4 --seed 42',
    );
    expect(typed).toMatchObject({
      command: {
        draft: {
          scene: { prompt: 'a horse' },
          model: 'HappyHorse 1.0',
          settings: {
            extras: { style: 'film noir', cameraMotion: 'zoom-in', motionIntensity: 4, seed: 42 },
          },
        },
      },
    });
  });

  it.each(['storyboard', 'elements', 'edit', 'Replace', 'settings'])(
    'is the form for it when it is %s alone',
    (word) => {
      expect(readVideoText(word)).toEqual({ status: 'form', form: word.toLowerCase() });
      expect(read(`${word} of my day`)).toMatchObject({ prompt: `${word} of my day` });
    },
  );

  it.each([
    ['"a horse --pro" --std', 'a horse --pro'],
    ['“a horse --pro” --std', 'a horse --pro'],
    ['he says "now --pro then" aloud --std', 'he says "now --pro then" aloud'],
    ['a 5" screen --std', 'a 5" screen'],
    ['"a horse --std', '"a horse'],
    ['"a "quoted" horse" --std', '"a "quoted" horse"'],
    ["the dog's tail --std", "the dog's tail"],
  ])('reads quotes in %s', (text, prompt) => {
    expect(read(text)).toMatchObject({ prompt });
  });

  it('takes the long dash that phones make of two short ones, and no other', () => {
    expect(read('a horse —seconds 8 –pro')).toMatchObject({
      prompt: 'a horse',
      settings: { ...OPEN, seconds: 8, quality: 'pro' },
    });
    expect(read('a horse —wild')).toMatchObject({ prompt: 'a horse —wild' });
  });

  it.each([
    ['a horse --secs 8', "--secs isn't an option", '--seconds, --quality, --std'],
    ['a horse --constructor', "--constructor isn't an option", 'or --remember'],
    ['a horse --seconds', '--seconds needs a value', 'a whole number, such as 8'],
    ['a horse --seconds --pro', '--seconds needs a value', 'a whole number, such as 8'],
    ['a horse --seconds=', '--seconds needs a value', 'a whole number, such as 8'],
    ['a horse --seconds eight', "--seconds can't be “eight”", 'a whole number, such as 8'],
    ['a horse --seconds 8.5', "--seconds can't be “8.5”", 'a whole number, such as 8'],
    ['a horse --aspect 2:1', "--aspect can't be “2:1”", '16:9, 9:16, 1:1, 4:3 or 3:4'],
    ['a horse --quality best', "--quality can't be “best”", 'std or pro'],
    ['a horse --guidance 1.5', "--guidance can't be “1.5”", 'a number from 0 to 1'],
    ['a horse --camera up', "--camera can't be “up”", 'zoom-in'],
    ['a horse --motion 6', "--motion can't be “6”", '1, 2, 3, 4 or 5'],
    ['a horse --seed -1', "--seed can't be “-1”", 'a whole number, such as 42'],
    ['a horse --seed 1.5', "--seed can't be “1.5”", 'a whole number, such as 42'],
    ['a horse --style ""', '--style needs a value', 'film noir'],
    ['a horse --model a --model b', '--model is already set', ''],
    ['a horse --video clip.mp4', 'Edit this video', 'form'],
    ['a horse --pro=yes', '--pro takes no value', ''],
    ['a horse --pro --quality std', '--quality is already set', ''],
    ['a horse --sound --silent', '--silent is already set', ''],
    ['a horse --image cat.png', 'Animate this image', 'form'],
    ['--pro', 'The prompt is empty', 'Describe the video'],
    ['""', 'The prompt is empty', 'Describe the video'],
    ['cancel !!!', "/video cancel takes one video's ID", '/video status'],
    ['settings --confirm-over', '--confirm-over needs a value', 'always, never or default'],
    ['settings --confirm-over many', "--confirm-over can't be “many”", 'always, never or default'],
    ['settings --confirm-over 5 6', "/video settings doesn't take “6”", ''],
    ['settings --confirm-over=5 6', "/video settings doesn't take “6”", ''],
    ['settings --seconds 8 of rain', "/video settings doesn't take “of rain”", ''],
    ['settings --seed 42', "--seed isn't an option", '--confirm-over, --reset or --language'],
    ['settings --language', '--language needs a value', 'automatic, English, Deutsch'],
    ['settings --language brazilian portuguese', "doesn't take “portuguese”", ''],
    ['a horse --confirm-over 5', "--confirm-over isn't an option", ''],
    ['forget', 'type /video forget me', ''],
    ['forget him', 'type /video forget me', ''],
    ['link !!!', 'A code is one word', ''],
  ])('says what is wrong with %s', (text, problem, allowed) => {
    expect(wrong(text)).toContain(problem);
    expect(wrong(text)).toContain(allowed);
  });

  it.each(['', '  ', 'create'])('is a form when it is %j', (text) => {
    expect(readVideoText(text)).toEqual({ status: 'form', form: 'create' });
  });

  it('is a form for the usual settings', () => {
    expect(readVideoText('settings')).toEqual({ status: 'form', form: 'settings' });
  });

  it.each(['status', 'history', 'help', 'credits', 'Status'])('is the word %s alone', (text) => {
    const command = { type: text.toLowerCase() };
    expect(readVideoText(text)).toEqual({ status: 'asked', command, private: false });
  });

  it.each([
    ['link', { type: 'link', code: null }],
    ['link ABCD-1234', { type: 'link', code: 'ABCD-1234' }],
    ['unlink', { type: 'unlink' }],
    ['forget me', { type: 'forget', sure: false }],
    ['settings --language 日本語', { type: 'prefer', language: '日本語' }],
    ['settings --language=Automatic', { type: 'prefer', language: null }],
    ['settings --confirm-over 1,200', { type: 'prefer', confirmOver: 1_200 }],
    ['settings —confirm-over=0', { type: 'prefer', confirmOver: 0 }],
    ['settings --confirm-over always', { type: 'prefer', confirmOver: 0 }],
    ['settings --confirm-over default', { type: 'prefer', confirmOver: 'default' }],
    ['settings --confirm-over never', { type: 'prefer', confirmOver: 'never' }],
    ['settings --confirm-over Off', { type: 'prefer', confirmOver: 'never' }],
    ['settings --reset', { type: 'prefer', settings: OPEN }],
    ['settings --reset --pro', { type: 'prefer', settings: { ...OPEN, quality: 'pro' } }],
    [
      'settings --seconds 8 --pro --language Deutsch',
      {
        type: 'prefer',
        settings: { ...OPEN, seconds: 8, quality: 'pro' },
        keep: true,
        language: 'Deutsch',
      },
    ],
  ])('may be %s', (text, command) => {
    expect(readVideoText(text)).toEqual({ status: 'asked', command, private: false });
  });

  it.each([
    ['hlep', 'video help'],
    ['Statsu', 'video status'],
    ['status?', 'video status'],
    ['setings --pro', 'video settings'],
    ['creat horse', 'video create'],
    ['help me', 'video help'],
    ['unlink now', 'video unlink'],
    ['storyboard of my day', 'video storyboard'],
  ])('is asked about when it may have been meant as a command: %s', (text, perhapsMeant) => {
    expect(readVideoText(text)).toMatchObject({ command: { type: 'create', perhapsMeant } });
  });

  it.each(['kelp', 'helping hands', 'statues of old kings', 'a status', '"help"', 'create status'])(
    'is a prompt and nothing else: %s',
    (text) => {
      const typed = readVideoText(text);
      expect(typed).toMatchObject({ command: { type: 'create' } });
      expect(JSON.stringify(typed)).not.toContain('perhapsMeant');
    },
  );

  it.each([
    'link fights on',
    'unlink the chains',
    'forget me not',
    'status of a queen',
    'help arrives',
    'settings on a dial',
    '"status"',
  ])('is a prompt that begins like a word: %s', (text) => {
    expect(read(text)).toMatchObject({ prompt: text.replaceAll('"', '') });
  });

  it('may begin with create, as elsewhere', () => {
    expect(read('create a horse')).toMatchObject({ prompt: 'a horse' });
  });

  it('cancels one video or whichever is in line', () => {
    expect(readVideoText('cancel')).toMatchObject({ command: { type: 'cancel', job: null } });
    expect(readVideoText('cancel 0abc12')).toMatchObject({ command: { job: '0abc12' } });
    expect(read('cancel the apocalypse, she said')).toMatchObject({
      prompt: 'cancel the apocalypse, she said',
    });
  });

  it('is what the person saw, and calls nobody', () => {
    expect(read('&lt;b&gt; &amp;amp; <@U012|ada> in <#C012|films> <!channel>')).toMatchObject({
      prompt: '<b> &amp; ada in #films channel',
    });
  });
});

describe('quotes, dashes and lines after /video', () => {
  const styled = (text: string) => {
    const typed = readVideoText(text);
    if (typed.status !== 'asked' || typed.command.type !== 'create') return typed;
    const { scene, settings } = typed.command.draft;
    return {
      prompt: 'prompt' in scene ? scene.prompt : null,
      style: settings.extras?.style,
    };
  };
  const caseText = readFileSync('test/cases/chat/slack-single-quotes.txt', 'utf8')
    .trim()
    .replace(/^\/video /, '');

  it.each([
    caseText,
    ...['"film noir"', '“film noir”', '„film noir“', '„film noir”', '”film noir”'],
    ...['“film noir"', '"film noir”', '«film noir»', '»film noir«', '「film noir」'],
    ...["'film noir'", '‘film noir’', '‚film noir‘', '’film noir’', "‘film noir'", '`film noir`'],
  ])('keeps a value together that is quoted as in %s', (quoted) => {
    const value = quoted.replace('a fox --style ', '');
    const read = { prompt: 'a fox', style: 'film noir' };
    expect(styled(`a fox --style ${value}`)).toEqual(read);
    expect(styled(`a fox --style=${value}`)).toEqual(read);
    expect(styled(`a fox —style ${value} —pro`)).toEqual(read);
    expect(styled(`--style=${value} a fox`)).toEqual(read);
  });

  it.each([
    ["'a fox --pro' --std", 'a fox --pro'],
    ['‘a fox’ --std', 'a fox'],
    ["'tis the season of the dogs' home --std", "'tis the season of the dogs' home"],
    ["rock 'n' roll --std", "rock 'n' roll"],
    ["the fox says 'now --std", "the fox says 'now"],
    ["'90s neon and the boys' home --std", "'90s neon and the boys' home"],
    ['«un renard» --std', 'un renard'],
  ])('takes a single quote for what it is in %s', (text, prompt) => {
    expect(styled(text)).toMatchObject({ prompt });
  });

  it.each(['—seconds 8', '–seconds 8', '――seconds 8', '−−seconds=8', '—-seconds 8', '-seconds 8'])(
    'takes %s for a switch',
    (typed) => {
      expect(read(`a fox ${typed}`)).toMatchObject({ prompt: 'a fox', settings: { seconds: 8 } });
    },
  );

  it('takes no word with a dash before it for a switch', () => {
    expect(read('a fox -sound asleep')).toMatchObject({ prompt: 'a fox -sound asleep' });
    expect(read('a fox — seconds pass')).toMatchObject({ prompt: 'a fox — seconds pass' });
  });

  it.each([
    ["a fox --style 'film noir", "'film noir"],
    ['a fox --style “film noir', '“film noir'],
    ['a fox --style="film noir', '"film noir'],
    ["a fox --style 'film noir'!", "'film noir'!"],
    ['a fox --style film noir', 'film noir'],
    ['a fox --style=film noir --pro', 'film noir'],
    ['a fox --model HappyHorse 1.0', 'HappyHorse 1.0'],
    ["a fox --seconds '8", "'8"],
  ])('asks what is meant by half a value: %s', (text, value) => {
    expect(wrong(text)).toContain(`can't be “${value}”`);
  });

  it('keeps lines as they were typed', () => {
    expect(read('a fox\n\n\nin the snow  --seconds 8\r\nat night')).toMatchObject({
      prompt: 'a fox\n\nin the snow\nat night',
      settings: { seconds: 8 },
    });
    expect(read('create\n"first line\n second" --pro')).toMatchObject({
      prompt: 'first line\n second',
    });
  });

  it('reads entities and links as they were seen', () => {
    expect(
      styled("Tom &amp; Jerry at <http://example.com|example.com> --style 'ink &amp; water'"),
    ).toEqual({ prompt: 'Tom & Jerry at example.com', style: 'ink & water' });
  });

  it.each(['"', "'", '‘', '--style ', "--style '", '`a ', '—a '])(
    'reads thousands of %j in no time',
    (sign) => {
      const started = performance.now();
      readVideoText(sign.repeat(13_000));
      expect(performance.now() - started).toBeLessThan(patience(400));
    },
  );
});

describe('plain words', () => {
  it.each([
    ['<@U012>', 'someone'],
    ['<@U012|@ada>', 'ada'],
    ['<!here>', 'here'],
    ['<!everyone|@everyone>', 'everyone'],
    ['<!subteam^S012|@editors>', 'editors'],
    ['<!date^1392734382^{date}|18 Feb>', '18 Feb'],
    ['<#C012>', '#channel'],
    ['<https://example.com/a?b=1&amp;c|example.com>', 'example.com'],
    ['<https://example.com/a?b=1&amp;c>', 'https://example.com/a?b=1&c'],
    ['<mailto:ada@example.com|ada@example.com>', 'ada@example.com'],
    ['&lt;!channel&gt;', '<!channel>'],
    ['&amp;lt;', '&lt;'],
    ['a < b', 'a < b'],
  ])('reads %s', (written, words) => {
    expect(plainWords(written)).toBe(words);
  });
});

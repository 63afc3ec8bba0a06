import { addressSetting, settingText } from '../settings/settings.ts';
import { slackManifest } from '../bots/slack/receivers/manifest.ts';

/** `npm run slack:manifest`: prints what Slack asks for when an app is made "From a manifest". */
const address = settingText(process.env, 'PUBLIC_URL');
const read = addressSetting().safeParse(address);
if (address !== undefined && !read.success) {
  console.error('PUBLIC_URL must be an http or https address, or be left out.');
  process.exitCode = 1;
} else {
  const publicUrl = read.success ? read.data : null;
  const socketMode =
    publicUrl === null || settingText(process.env, 'SLACK_APP_TOKEN') !== undefined;
  console.log(JSON.stringify(slackManifest({ publicUrl, socketMode }), null, 2));
}

export { fileNameOf } from '../video-name.ts';

export { fileNameOf } from '../../shared/video-name.ts';

const VIDEO_NAME = /\.(mp4|m4v|mov|mkv|webm|avi|mpg|mpeg)$/i;

/** For messages. */
export const VIDEO_FORMATS = ".mp4, .m4v, .mov, .mkv, .webm, .avi, .mpg or .mpeg";

/** Whether a file's name ends in a video's extension. */
export function isVideoName(name: string): boolean {
  return VIDEO_NAME.test(name);
}

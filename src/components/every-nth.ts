/** Every how many of `count` equally spaced labels to show, so that labels of `size` px keep apart within `room` px. */
export const everyNth = (count: number, size: number, room: number): number =>
  room > 0 ? Math.max(1, Math.ceil((count * (size + 12)) / room)) : Math.max(1, count);

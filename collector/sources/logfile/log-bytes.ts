export interface TextState {
  size: number;
  changed: bigint;
  deleted: boolean;
}

/** The text of a log file, which is read forwards. */
export interface LogBytes {
  /** Fills `buffer` with what begins at `position`; returns how many bytes there were: fewer only at the present end. */
  read(buffer: Buffer, position: number): Promise<number>;
  /** What lies in each of some ranges, which are given in order: fewer bytes only at the present end. */
  readEach(ranges: {position: number; end: number}[]): Promise<Buffer[]>;
  /** Why there is no more than was read, when the file is damaged. */
  readonly damage: string | null;
  /** Bytes of text, 0 where only reading tells; when the file was changed, ns; and whether it has lost its name. */
  state(): Promise<TextState>;
  close(): Promise<void>;
}

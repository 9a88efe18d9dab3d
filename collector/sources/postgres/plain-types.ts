import pg from "pg";

type Parse = (text: string) => unknown;

const {builtins} = pg.types;
const textList = 1009;
const listOfTexts = pg.types.getTypeParser(textList as never) as Parse;

/** An integer as a number where that is exact, else as text. */
function integer(text: string): number | string {
  const number = Number(text);
  return Number.isSafeInteger(number) ? number : text;
}

const parsers = new Map<number, Parse>([
  [builtins.BOOL, (text) => text === "t"],
  [builtins.INT2, Number],
  [builtins.INT4, Number],
  [builtins.INT8, integer],
  [builtins.FLOAT4, Number],
  [builtins.FLOAT8, Number]
]);

/** Arrays of integers, numerics, texts, names and uuids. */
for (const list of [1003, 1005, 1007, textList, 1014, 1015, 1016, 1231, 2951]) parsers.set(list, listOfTexts);

const asText: Parse = (text) => text;

/** Values as PostgreSQL writes them but for numbers that are exact, booleans and lists: no time is shifted. */
export const plainTypes: pg.CustomTypesConfig = {
  getTypeParser: (type: number) => parsers.get(type) ?? asText
};

/** A password from the terminal, unseen, or the first line of stdin. Throws when there is none. */
export async function readPassword(
  question: string,
  {input = process.stdin, output = process.stderr} = {}
): Promise<string> {
  if (input.isTTY) {
    input.setRawMode(true); // before anything can be typed
    output.write(question);
  }
  try {
    return await firstLine(input, {isTyped: input.isTTY});
  } finally {
    if (input.isTTY) {
      input.setRawMode(false);
      output.write("\n");
    }
    input.pause();
  }
}

async function firstLine(input: NodeJS.ReadStream, {isTyped}: {isTyped: boolean}): Promise<string> {
  let typed = "";
  input.setEncoding("utf8");
  for await (const chunk of input.iterator({destroyOnReturn: false}) as AsyncIterable<string>)
    for (const key of chunk) {
      if (key === "\r" || key === "\n") return typed;
      if (isTyped && (key === "\u0003" || key === "\u0004")) throw new Error("no password given");
      typed = isTyped && (key === "\u007f" || key === "\b") ? typed.slice(0, -1) : typed + key;
    }
  if (!typed) throw new Error("no password given (write it at the terminal, or pipe it in)");
  return typed;
}

/** An option of a component, as its interface documents it. */
export interface Option {
  name: string;
  type: string;
  required: boolean;
  about: string;
}

const member = /(?:\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*)?^ {2}(?:readonly )?(\w+)(\??)(?::\s*|(?=\())([\s\S]*?);$/gm;

/**
 * The options that an exported interface declares in a TypeScript source, with what their docstrings say. Throws when
 * there is no such interface.
 */
export function interfaceOptions(source: string, name: string): Option[] {
  const body = new RegExp(`^export interface ${name}\\b[^{]*\\{\\n([\\s\\S]*?)^\\}`, "m").exec(source)?.[1];
  if (body === undefined) throw new Error(`no such interface: ${name} (export it)`);
  return Array.from(body.matchAll(member), ([, about = "", option = "", optional, type = ""]) => ({
    name: option,
    type: type.replace(/\s+/g, " "),
    required: !optional,
    about: about.replace(/\s*\n\s*\* ?/g, " ").trim()
  }));
}

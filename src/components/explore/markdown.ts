import MarkdownIt from "npm:markdown-it";
import {safeMarkdown} from "./safe-markdown.js";

export const markdown = safeMarkdown(MarkdownIt);

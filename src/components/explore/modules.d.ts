declare module "npm:markdown-it" {
  import MarkdownIt from "markdown-it";
  export default MarkdownIt;
}

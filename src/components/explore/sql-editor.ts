import {autocompletion, type CompletionContext, closeBrackets} from "npm:@codemirror/autocomplete";
import {defaultKeymap, history, historyKeymap} from "npm:@codemirror/commands";
import {PostgreSQL, sql} from "npm:@codemirror/lang-sql";
import {bracketMatching, HighlightStyle, syntaxHighlighting} from "npm:@codemirror/language";
import {type Diagnostic, setDiagnostics} from "npm:@codemirror/lint";
import {Compartment, EditorState} from "npm:@codemirror/state";
import {EditorView, keymap, placeholder} from "npm:@codemirror/view";
import {tags} from "npm:@lezer/highlight";
import type {SqlError} from "./sql-error.js";

/** What can be completed: columns by table, inputs and functions. */
export interface Vocabulary {
  tables: Record<string, string[]>;
  inputs: string[];
  functions: string[];
}

export interface SqlEditor {
  element: HTMLElement;
  /** Replaces the text unless it is the same. */
  set(text: string): void;
  know(vocabulary: Vocabulary): void;
  mark(errors: readonly SqlError[]): void;
  focus(at?: number): void;
}

const colors = HighlightStyle.define([
  {tag: tags.keyword, color: "var(--accent-ink)", fontWeight: "600"},
  {tag: [tags.string, tags.special(tags.string)], color: "var(--good)"},
  {tag: [tags.number, tags.bool, tags.null], color: "var(--series-2)"},
  {tag: [tags.comment, tags.lineComment, tags.blockComment], color: "var(--muted)", fontStyle: "italic"},
  {tag: [tags.typeName, tags.standard(tags.name)], color: "var(--series-3)"}
]);

const theme = EditorView.theme({
  "&": {backgroundColor: "transparent", color: "var(--ink)", fontSize: "13px"},
  "&.cm-focused": {outline: "none"},
  ".cm-scroller": {fontFamily: "var(--monospace)", lineHeight: "20px"},
  ".cm-content": {padding: "8px 0", caretColor: "var(--ink)"},
  ".cm-line": {padding: "0 12px"},
  ".cm-placeholder": {color: "var(--muted)"},
  ".cm-cursor": {borderLeftColor: "var(--ink)"},
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground, ::selection": {
    backgroundColor: "var(--accent-wash)"
  },
  ".cm-matchingBracket, &.cm-focused .cm-matchingBracket": {backgroundColor: "var(--accent-wash)", color: "inherit"},
  ".cm-tooltip": {
    backgroundColor: "var(--panel)",
    color: "var(--ink)",
    border: "1px solid var(--line-strong)",
    borderRadius: "6px",
    overflow: "hidden"
  },
  ".cm-tooltip-autocomplete > ul > li": {padding: "2px 8px"},
  ".cm-tooltip-autocomplete > ul > li[aria-selected]": {backgroundColor: "var(--accent)", color: "var(--on-accent)"},
  ".cm-completionDetail": {color: "inherit", opacity: "0.8", fontStyle: "normal"},
  ".cm-diagnostic": {
    borderLeftColor: "var(--bad)",
    fontFamily: "var(--text)",
    fontSize: "12.5px",
    whiteSpace: "pre-wrap"
  },
  ".cm-lintRange-error": {
    backgroundImage: "none",
    textDecoration: "underline wavy var(--bad)",
    textUnderlineOffset: "3px",
    backgroundColor: "var(--bad-wash)"
  }
});

/** An editor of SQL that completes tables, columns, functions and inputs. `change` hears of every edit, `run` of Ctrl-Enter. */
export function sqlEditor(
  {text, label}: {text: string; label: string},
  {change, run}: {change(text: string): void; run(): void}
): SqlEditor {
  const language = new Compartment();
  const describe = ({tables, inputs, functions}: Vocabulary) => [
    sql({dialect: PostgreSQL, schema: tables, upperCaseKeywords: true}),
    PostgreSQL.language.data.of({autocomplete: (context: CompletionContext) => words(context, {inputs, functions})})
  ];
  let setting = false;
  const view = new EditorView({
    state: EditorState.create({
      doc: text,
      extensions: [
        history(),
        closeBrackets(),
        bracketMatching(),
        autocompletion({icons: false}),
        syntaxHighlighting(colors),
        theme,
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({"aria-label": label}),
        placeholder("SELECT * FROM readings LIMIT 100"),
        language.of(describe({tables: {}, inputs: [], functions: []})),
        keymap.of([
          {
            key: "Mod-Enter",
            run: () => {
              run();
              return true;
            }
          },
          ...defaultKeymap.filter(({key}) => key !== "Mod-Enter"),
          ...historyKeymap
        ]),
        EditorView.updateListener.of(({docChanged, state}) => {
          if (docChanged && !setting) change(state.doc.toString());
        })
      ]
    })
  });
  return {
    element: view.dom,
    set(next) {
      if (next === view.state.doc.toString()) return;
      setting = true;
      view.dispatch({changes: {from: 0, to: view.state.doc.length, insert: next}});
      setting = false;
    },
    know: (vocabulary) => view.dispatch({effects: language.reconfigure(describe(vocabulary))}),
    mark(errors) {
      const most = view.state.doc.length;
      const marks = errors.flatMap(({message, place}): Diagnostic[] =>
        place ? [{from: Math.min(place.from, most), to: Math.min(place.to, most), severity: "error", message}] : []
      );
      view.dispatch(setDiagnostics(view.state, marks));
    },
    focus(at) {
      if (at !== undefined)
        view.dispatch({selection: {anchor: Math.min(at, view.state.doc.length)}, scrollIntoView: true});
      view.focus();
    }
  };
}

/** Functions by their first letters, inputs after `${`. */
function words(context: CompletionContext, {inputs, functions}: Pick<Vocabulary, "inputs" | "functions">) {
  const input = context.matchBefore(/\$\{?[\w.]*/);
  if (input)
    return {
      from: input.from,
      options: inputs.map((name) => ({label: `\${${name}}`, type: "variable", detail: "input"}))
    };
  const word = context.matchBefore(/[a-zA-Z_]\w+/);
  if (!word || /\.$/.test(context.state.sliceDoc(word.from - 1, word.from))) return null;
  return {
    from: word.from,
    options: functions.map((name) => ({
      label: name,
      type: "function",
      detail: "function",
      apply: `${name}(`,
      boost: -50
    })),
    validFor: /^\w*$/
  };
}

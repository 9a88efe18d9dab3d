import type * as TypeScript from "typescript";
import {any, type ComponentShapes, type Member, type Parameter, type Shape} from "./shape.ts";

type Ts = typeof TypeScript;

interface Module {
  path: string;
  types: Map<string, TypeScript.InterfaceDeclaration | TypeScript.TypeAliasDeclaration>;
  /** Names imported from other modules of the site. */
  imported: Map<string, {module: string; name: string}>;
}

const plain = new Map<string, Shape>(
  (["string", "number", "boolean", "null", "undefined"] as const).map((type) => [type, {kind: "plain", type}])
);

const classes = new Set(["Node", "Element", "HTMLElement", "SVGElement", "DocumentFragment", "Date"]);

/** Reads what exported functions take from the types written beside them; whatever is not plain to see may be anything. */
export function readShapes(ts: Ts, texts: ReadonlyMap<string, string>): ComponentShapes {
  const shapes: ComponentShapes = {functions: {}, definitions: {}};
  const modules = new Map<string, Module>();
  const functions: {module: Module; name: string; node: TypeScript.SignatureDeclaration}[] = [];
  for (const [path, text] of texts) readModule(path, text);
  for (const {module, name, node} of functions) {
    const open = new Set(node.typeParameters?.map((parameter) => parameter.name.text));
    shapes.functions[`${module.path}#${name}`] = node.parameters.map(
      (parameter): Parameter => ({
        required: !parameter.initializer && !parameter.questionToken && !parameter.dotDotDotToken,
        rest: parameter.dotDotDotToken !== undefined,
        shape: shapeOf(parameter.type, module, open)
      })
    );
  }
  return shapes;

  function readModule(path: string, text: string) {
    const module: Module = {path, types: new Map(), imported: new Map()};
    modules.set(path, module);
    for (const node of ts.createSourceFile(path, text, ts.ScriptTarget.Latest).statements) {
      if (ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) module.types.set(node.name.text, node);
      else if (ts.isImportDeclaration(node)) readImport(node, module);
      else if (!isExported(node)) continue;
      else if (ts.isFunctionDeclaration(node) && node.name) functions.push({module, name: node.name.text, node});
      else if (ts.isVariableStatement(node))
        for (const {name, initializer} of node.declarationList.declarations)
          if (
            ts.isIdentifier(name) &&
            initializer &&
            (ts.isArrowFunction(initializer) || ts.isFunctionExpression(initializer))
          )
            functions.push({module, name: name.text, node: initializer});
    }
  }

  function isExported(node: TypeScript.Statement): boolean {
    return ts.canHaveModifiers(node) && !!ts.getModifiers(node)?.some(({kind}) => kind === ts.SyntaxKind.ExportKeyword);
  }

  function readImport({importClause, moduleSpecifier}: TypeScript.ImportDeclaration, module: Module) {
    if (!ts.isStringLiteral(moduleSpecifier) || !moduleSpecifier.text.startsWith(".")) return;
    const from = new URL(moduleSpecifier.text, `file:///${module.path}`).pathname.slice(1);
    const names = importClause?.namedBindings;
    if (names && ts.isNamedImports(names))
      for (const {name, propertyName} of names.elements)
        module.imported.set(name.text, {module: from, name: (propertyName ?? name).text});
  }

  function shapeOf(node: TypeScript.TypeNode | undefined, module: Module, open: ReadonlySet<string>): Shape {
    if (!node) return any;
    const named = plain.get(keyword(node));
    if (named) return named;
    if (ts.isParenthesizedTypeNode(node)) return shapeOf(node.type, module, open);
    if (ts.isTypeOperatorNode(node) && node.operator === ts.SyntaxKind.ReadonlyKeyword)
      return shapeOf(node.type, module, open);
    if (ts.isArrayTypeNode(node)) return {kind: "array", of: shapeOf(node.elementType, module, open)};
    if (ts.isFunctionTypeNode(node)) return {kind: "plain", type: "function"};
    if (ts.isUnionTypeNode(node)) return {kind: "union", of: node.types.map((type) => shapeOf(type, module, open))};
    if (ts.isLiteralTypeNode(node)) return literal(node.literal);
    if (ts.isTypeLiteralNode(node)) return objectOf(node.members, module, open);
    if (ts.isTypeReferenceNode(node) && ts.isIdentifier(node.typeName))
      return reference(node, node.typeName.text, module, open);
    return any;
  }

  function keyword({kind}: TypeScript.TypeNode): string {
    return ts.tokenToString(kind) ?? "";
  }

  function literal(node: TypeScript.LiteralTypeNode["literal"]): Shape {
    if (node.kind === ts.SyntaxKind.NullKeyword) return {kind: "plain", type: "null"};
    if (node.kind === ts.SyntaxKind.TrueKeyword) return {kind: "value", value: true};
    if (node.kind === ts.SyntaxKind.FalseKeyword) return {kind: "value", value: false};
    if (ts.isStringLiteral(node)) return {kind: "value", value: node.text};
    return ts.isNumericLiteral(node) ? {kind: "value", value: Number(node.text)} : any;
  }

  function reference(
    node: TypeScript.TypeReferenceNode,
    name: string,
    module: Module,
    open: ReadonlySet<string>
  ): Shape {
    const [argument] = node.typeArguments ?? [];
    if (open.has(name)) return any;
    if (name === "Array" || name === "ReadonlyArray") return {kind: "array", of: shapeOf(argument, module, open)};
    if (name === "Readonly") return shapeOf(argument, module, open);
    const {module: place, name: own} = module.imported.get(name) ?? {module: module.path, name};
    const target = modules.get(place);
    const type = target?.types.get(own);
    if (!target || !type) return classes.has(name) ? {kind: "instance"} : any;
    const to = `${place}#${own}`;
    if (!(to in shapes.definitions)) {
      shapes.definitions[to] = any; // until it is known, for types that name themselves
      shapes.definitions[to] = definition(type, target);
    }
    return {kind: "ref", to};
  }

  function definition(type: TypeScript.InterfaceDeclaration | TypeScript.TypeAliasDeclaration, module: Module): Shape {
    const open = new Set(type.typeParameters?.map((parameter) => parameter.name.text));
    if (ts.isTypeAliasDeclaration(type)) return shapeOf(type.type, module, open);
    const own = objectOf(type.members, module, open);
    const bases = type.heritageClauses?.flatMap(({types}) => [...types]) ?? [];
    for (const {expression, typeArguments} of bases) {
      const base =
        ts.isIdentifier(expression) && !typeArguments?.length
          ? resolved(reference(ts.factory.createTypeReferenceNode(expression.text), expression.text, module, open))
          : any;
      if (base.kind !== "object") return any;
      own.members = {...base.members, ...own.members};
      own.open ||= base.open;
    }
    return own;
  }

  function resolved(shape: Shape): Shape {
    return shape.kind === "ref" ? shapes.definitions[shape.to]! : shape;
  }

  function objectOf(members: readonly TypeScript.TypeElement[], module: Module, open: ReadonlySet<string>) {
    const found: Record<string, Member> = {};
    let more = false;
    for (const member of members) {
      const name =
        member.name && (ts.isIdentifier(member.name) || ts.isStringLiteral(member.name)) ? member.name.text : null;
      if (name === null) more = true;
      else {
        const shape: Shape = ts.isPropertySignature(member)
          ? shapeOf(member.type, module, open)
          : {kind: "plain", type: "function"};
        found[name] = {required: !member.questionToken, shape};
      }
    }
    return {kind: "object" as const, members: found, open: more};
  }
}

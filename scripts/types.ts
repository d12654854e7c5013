/**
 * Writes types/greenwing.d.ts anew: all that src/index.ts exports, in one file without imports. As a declaration of the
 * module "greenwing" it serves a hook file that it lies beside, and the npm package alike. And types/client.d.ts, of the
 * module "greenwing/client". bun scripts/types.ts
 */
import { join } from "node:path";
import ts from "typescript";
import { VERSION } from "../src/cli/version.ts";
import { type Declaration, type Item, SourceDeclarations } from "./source-declarations.ts";

const ROOT = join(import.meta.dir, "..");

/** A module that others import, the file that exports what is in it, and the one that declares it. */
export interface Face {
  readonly module: string;
  readonly source: string;
  readonly types: string;
}

export const FACES: readonly Face[] = [
  {
    module: "greenwing",
    source: join(ROOT, "src", "index.ts"),
    types: join(ROOT, "types", "greenwing.d.ts"),
  },
  {
    module: "greenwing/client",
    source: join(ROOT, "src", "client", "public.ts"),
    types: join(ROOT, "types", "client.d.ts"),
  },
];

const head = (module: string) => `// The types of greenwing ${VERSION}: what is imported from "${module}".
// Made from the source by scripts/types.ts. Sections are those of docs/protocol.md.

/// <reference lib="esnext.disposable" />
`;

/** The public types as one text. What they are made of comes after them, and is not exported. */
export function rollUp({ module, source }: Face): string {
  const files = new Map<string, SourceDeclarations>();
  const fileOf = (path: string) => files.getOrInsertComputed(path, () => new SourceDeclarations(path));
  const items = fileOf(source).exports;
  const texts: string[] = [];
  for (const item of items) {
    const file = fileOf(item.path);
    for (const declaration of file.declarations(item.name)) {
      const shown = show(declaration, item.exported);
      texts.push(shown.text);
      for (const name of shown.nodes.flatMap(namesIn)) add(items, file.origin(name));
    }
  }
  return `${head(module)}\ndeclare module "${module}" {\n${texts.map(indented).join("\n")}\n  export {};\n}\n`;
}

/** Items by name: two of one name would be one in a single file. */
function add(items: Item[], item: Item | undefined): void {
  const known = items.find(({ name }) => name === item?.name);
  if (item === undefined || known?.path === item.path) return;
  if (known !== undefined) throw new Error(`${item.path} and ${known.path} have a ${item.name} each`);
  items.push(item);
}

/** A declaration's text, and those of its nodes that are in it. */
interface Shown {
  readonly text: string;
  readonly nodes: readonly ts.Node[];
}

function show(declaration: Declaration, exported: Item["exported"]): Shown {
  const doc = declaration.getFullText().slice(0, declaration.getLeadingTriviaWidth());
  const { text, nodes } = ts.isClassDeclaration(declaration)
    ? showClass(declaration, exported === "value")
    : { text: withoutModifiers(declaration), nodes: [declaration] };
  return { text: `${doc.trimStart()}${exported === undefined ? "" : "export "}${text}\n`, nodes };
}

/** A class without what is its own affair; where only its type can be imported, as the interface that it is then. */
function showClass(declaration: ts.ClassDeclaration, isValue: boolean): Shown {
  const { name, typeParameters = [], heritageClauses = [] } = declaration;
  const members = declaration.members.filter((member, _, all) => {
    if (ts.isConstructorDeclaration(member)) return isValue;
    return !isPrivate(member) && !isMadeUp(member, all) && (isValue || !isStatic(member));
  });
  const clauses = heritageClauses.filter(({ token }) => isValue || token === ts.SyntaxKind.ExtendsKeyword);
  const parameters = typeParameters.map((parameter) => parameter.getText()).join(", ");
  const head = [
    `${isValue ? "class" : "interface"} ${name?.text}${parameters && `<${parameters}>`}`,
    ...clauses.map((clause) => clause.getText()),
  ];
  const body = members.map((member) => member.getFullText()).join("");
  return { text: `${head.join(" ")} {${body}\n}`, nodes: [...typeParameters, ...clauses, ...members] };
}

function isPrivate(member: ts.ClassElement): boolean {
  const { name } = member;
  return (name !== undefined && ts.isPrivateIdentifier(name)) || is(member, ts.SyntaxKind.PrivateKeyword);
}

function isStatic(member: ts.ClassElement): boolean {
  return is(member, ts.SyntaxKind.StaticKeyword);
}

function is(member: ts.ClassElement, modifier: ts.SyntaxKind): boolean {
  return ts.canHaveModifiers(member) && member.modifiers?.some(({ kind }) => kind === modifier) === true;
}

/** Without the language's library the compiler takes the method `[Symbol.asyncDispose]` for a property as well. */
function isMadeUp(member: ts.ClassElement, members: readonly ts.ClassElement[]): boolean {
  const name = member.name?.getText();
  return (
    ts.isPropertyDeclaration(member) &&
    members.some((other) => ts.isMethodDeclaration(other) && other.name.getText() === name)
  );
}

/** Everything in a declared module is declared. */
function withoutModifiers(declaration: Declaration): string {
  return declaration.getText().replace(/^(export |declare )+/, "");
}

/** The names of types, and of values whose type is asked for, that a node uses. */
function namesIn(node: ts.Node): string[] {
  const inside: string[] = [];
  ts.forEachChild(node, (child) => void inside.push(...namesIn(child)));
  if (ts.isTypeReferenceNode(node)) inside.push(root(node.typeName));
  if (ts.isTypeQueryNode(node)) inside.push(root(node.exprName));
  if (ts.isExpressionWithTypeArguments(node)) inside.push(node.expression.getText());
  if (ts.isImportTypeNode(node)) throw new Error(`${node.getText()}: import it by its name`);
  return inside;
}

function root(name: ts.EntityName): string {
  return ts.isQualifiedName(name) ? root(name.left) : name.text;
}

/** One level further in, two spaces a level where the compiler writes four. */
function indented(text: string): string {
  return text.replaceAll(/^((?: {4})*)(?=.)/gm, (spaces) => "  ".repeat(spaces.length / 4 + 1));
}

if (import.meta.main) for (const face of FACES) await Bun.write(face.types, rollUp(face));

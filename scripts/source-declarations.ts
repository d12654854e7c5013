import { readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import ts from "typescript";
import { settingsType } from "./settings-types.ts";

const ROOT = join(import.meta.dir, "..");
const SCHEMA = join(ROOT, "src", "settings", "schema.ts");

/** What makes something known under a name. */
export type Declaration =
  | ts.ClassDeclaration
  | ts.FunctionDeclaration
  | ts.InterfaceDeclaration
  | ts.TypeAliasDeclaration
  | ts.VariableStatement;

/** A name, the file that declares it, and what the library exports of it: the value too, only the type, or nothing. */
export interface Item {
  readonly name: string;
  readonly path: string;
  readonly exported?: "value" | "type";
}

/** A file of the source, by what it declares: types without what they are made with. */
export class SourceDeclarations {
  readonly #path: string;
  readonly #file: ts.SourceFile;
  /** Names whose types are not all written down: to find them out takes more than the file. */
  readonly #vague: ReadonlySet<string>;

  constructor(path: string) {
    this.#path = path;
    const { outputText, diagnostics = [] } = ts.transpileDeclaration(readFileSync(path, "utf8"), {
      fileName: path,
      reportDiagnostics: true,
      compilerOptions: { target: ts.ScriptTarget.ESNext, stripInternal: true },
    });
    const text = path === SCHEMA ? withoutSchema(outputText) : outputText;
    this.#file = parse(withoutTables(text));
    this.#vague = new Set(diagnostics.flatMap(namesAt));
  }

  /** What it exports, all of it declared in other files. */
  get exports(): Item[] {
    return this.#file.statements.flatMap((statement) => {
      if (!ts.isExportDeclaration(statement) || statement.exportClause?.kind !== ts.SyntaxKind.NamedExports)
        throw this.#wrong(`${statement.getText()}: a name from another file is expected`);
      const { exportClause, moduleSpecifier, isTypeOnly } = statement;
      const path = this.#resolve(moduleSpecifier);
      return exportClause.elements.map((element): Item => {
        const exported = isTypeOnly || element.isTypeOnly ? "type" : "value";
        return { name: element.name.text, path, exported };
      });
    });
  }

  /** What declares a name here: one statement, or several where a function takes this or that. */
  declarations(name: string): Declaration[] {
    if (this.#vague.has(name)) throw this.#wrong(`${name} leaves a type to be found out`);
    if (!this.#has(name)) throw this.#wrong(`there is no ${name}`);
    return this.#file.statements.filter((statement) => namesOf(statement).includes(name)) as Declaration[];
  }

  /** Where a name that is used here comes from; undefined for one of the language itself. */
  origin(name: string): Item | undefined {
    if (this.#has(name)) return { name, path: this.#path };
    const found = this.#file.statements.filter(ts.isImportDeclaration).find(({ importClause }) => {
      return bindings(importClause).includes(name);
    });
    return found && { name, path: this.#resolve(found.moduleSpecifier) };
  }

  #has(name: string): boolean {
    return this.#file.statements.some((statement) => namesOf(statement).includes(name));
  }

  #resolve(specifier: ts.Expression | undefined): string {
    const text = specifier !== undefined && ts.isStringLiteral(specifier) ? specifier.text : "";
    if (!text.startsWith(".")) throw this.#wrong(`the public types use ${JSON.stringify(text)}`);
    return join(dirname(this.#path), text);
  }

  #wrong(what: string): Error {
    return new Error(`${relative(ROOT, this.#path)}: ${what}`);
  }
}

function parse(text: string): ts.SourceFile {
  return ts.createSourceFile("", text, ts.ScriptTarget.ESNext, true);
}

/** The names in a table, for a type that is `keyof typeof` it. */
function withoutTables(text: string): string {
  const variables = parse(text).statements.filter(ts.isVariableStatement);
  const tables = variables.flatMap(({ declarationList }) => declarationList.declarations);
  return text.replaceAll(/keyof typeof (\w+)/g, (whole, table) => {
    const type = tables.find(({ name }) => name.getText() === table)?.type;
    if (type === undefined || !ts.isTypeLiteralNode(type)) return whole;
    return type.members.map(({ name }) => JSON.stringify(name?.getText())).join(" | ");
  });
}

/** What the settings' types are is what matters, not that they come out of a schema. */
function withoutSchema(text: string): string {
  return text
    .replace('import * as v from "valibot";', 'import type { ByteSize, Duration } from "./units.ts";')
    .replace("v.InferInput<typeof settingsSchema>", settingsType("input"))
    .replace("v.InferOutput<typeof settingsSchema>", settingsType("output"));
}

/** The names that a statement declares. */
function namesOf(statement: ts.Statement): string[] {
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.map(({ name }) => name.getText());
  }
  const isDeclaration =
    ts.isClassDeclaration(statement) ||
    ts.isFunctionDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement);
  return isDeclaration && statement.name !== undefined ? [statement.name.text] : [];
}

function namesAt({ file, start = 0 }: ts.Diagnostic): string[] {
  const statement = file?.statements.find(({ pos, end }) => pos <= start && start < end);
  return statement === undefined ? [] : namesOf(statement);
}

/** The names that an import brings in. */
function bindings(clause: ts.ImportClause | undefined): string[] {
  const { name, namedBindings: named } = clause ?? {};
  const others = named === undefined ? [] : ts.isNamedImports(named) ? named.elements : [named];
  return [name, ...others.map((other) => other.name)].flatMap((identifier) => identifier?.text ?? []);
}

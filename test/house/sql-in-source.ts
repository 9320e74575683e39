import ts from 'typescript';
import { textOf } from './project-files';

const IS_SQL = /\b(?:SELECT|INSERT INTO|UPDATE|DELETE FROM|FROM|JOIN)\b/;
const NAMES_A_TABLE =
  /\b(?:FROM|JOIN|INTO|UPDATE|TABLE)\s+(?:ONLY\s+|IF\s+(?:NOT\s+)?EXISTS\s+)?([a-z_][a-z0-9_]*)(?!\s*\(|[a-z0-9_])/g;
const NAMES_A_PART = /\b([a-z_][a-z0-9_]*)\s+AS\s+(?:MATERIALIZED\s+)?\(/g;
/** Stands for what is put into a template. */
const HOLE = '_';

/** The texts of a file, templates as one text each. */
export function textsIn(file: string): string[] {
  const texts: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) texts.push(node.text);
    if (ts.isTemplateExpression(node)) {
      texts.push(
        [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join(` ${HOLE} `),
      );
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, textOf(file), ts.ScriptTarget.ES2022));
  return texts;
}

/** What a statement names that it is made of, itself: WITH name AS (...). */
export function partsNamedIn(texts: readonly string[]): ReadonlySet<string> {
  return new Set(texts.flatMap((text) => [...text.matchAll(NAMES_A_PART)].map(([, name]) => name!)));
}

/** Every known table that a text mentions, and every name that stands where a table does. */
export function tablesIn(text: string, known: readonly string[], parts = partsNamedIn([text])): string[] {
  if (!IS_SQL.test(text)) return [];
  const named = [...text.matchAll(NAMES_A_TABLE)].map(([, name]) => name!);
  const mentioned = known.filter((table) => new RegExp(`\\b${table}\\b`).test(text));
  return [...new Set([...named, ...mentioned])].filter((name) => name !== HOLE && !parts.has(name));
}

/** The tables of the entities that a file declares. */
export function entityTablesIn(file: string): string[] {
  return [...textOf(file).matchAll(/\btableName:\s*'(\w+)'/g)].map(([, table]) => table!);
}

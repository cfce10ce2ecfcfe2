import ts from 'typescript';
import { isExported } from './undocumented-exports';

/** The classes that a piece of code throws itself; what the methods of an adapter throw stands in its interface. */
function thrownIn(node: ts.Node): string[] {
  if (ts.isMethodDeclaration(node)) return [];
  const isNew = ts.isThrowStatement(node) && ts.isNewExpression(node.expression);
  return [...(isNew ? [node.expression.expression.getText()] : []), ...node.getChildren().flatMap(thrownIn)];
}

/** The errors among the named ones that an exported function throws itself without a `@throws`, each as `line: error`. */
export function undocumentedErrors(fileName: string, text: string, named: ReadonlySet<string>): string[] {
  const source = ts.createSourceFile(fileName, text, ts.ScriptTarget.Latest, true);
  return source.statements.filter(isExported).flatMap((statement) => {
    const line = source.getLineAndCharacterOfPosition(statement.getStart()).line + 1;
    const comment = ts
      .getJSDocCommentsAndTags(statement)
      .map((part) => part.getText())
      .join('\n');
    return [...new Set(thrownIn(statement))]
      .filter((error) => named.has(error) && !new RegExp(`@throws [^@]*\\b${error}\\b`).test(comment))
      .map((error) => `${line}: ${error}`);
  });
}

import ts from 'typescript';

/** The names that a statement declares; none for one that declares nothing, such as an import. */
function declaredNames(statement: ts.Statement): string[] {
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.map(({ name }) => name.getText());
  }
  const isDeclaration =
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement) ||
    ts.isEnumDeclaration(statement);
  return isDeclaration ? [statement.name?.getText() ?? 'default'] : [];
}

/** Whether a statement of a module is exported where it stands. */
export function isExported(statement: ts.Statement): boolean {
  return (
    ts.canHaveModifiers(statement) &&
    ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) === true
  );
}

/**
 * The exports of a module that have no doc comment, each as `line: name`. One comment serves every declaration of a name:
 * the overloads of a function, or a schema and the type inferred from it.
 */
export function undocumentedExports(fileName: string, text: string): string[] {
  const source = ts.createSourceFile(fileName, text, ts.ScriptTarget.Latest, true);
  const documented = new Set<string>();
  const exported = new Map<string, number>();
  for (const statement of source.statements) {
    const line = source.getLineAndCharacterOfPosition(statement.getStart()).line + 1;
    const names = declaredNames(statement);
    if (ts.getJSDocCommentsAndTags(statement).length > 0) names.forEach((name) => documented.add(name));
    if (isExported(statement)) names.forEach((name) => exported.set(name, exported.get(name) ?? line));
    if (ts.isExportDeclaration(statement) && !statement.moduleSpecifier && statement.exportClause) {
      statement.exportClause.forEachChild((specifier) => {
        if (ts.isExportSpecifier(specifier)) exported.set((specifier.propertyName ?? specifier.name).text, line);
      });
    }
  }
  return [...exported].filter(([name]) => !documented.has(name)).map(([name, line]) => `${line}: ${name}`);
}

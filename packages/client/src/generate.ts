import openapiTS, { astToString } from 'openapi-typescript';

const HEAD = '// Written by `npm run client` from openapi.json. Do not edit.\n\n';

/** The TypeScript types of an OpenAPI document: its paths, operations and schemas. */
export async function generateTypes(document: object): Promise<string> {
  // The library changes the document that it is given.
  const ast = await openapiTS(structuredClone(document) as never, {
    alphabetize: true,
    rootTypes: true,
    rootTypesNoSchemaPrefix: true,
  });
  return HEAD + astToString(ast);
}

// parse.cjs FOLDER_OF_MODULES: reads the files of PowerShell that stdin names; a line for each place that its grammar does not know.
const fs = require('fs');
const path = require('path');
const modules = process.argv[2];
const files = fs.readFileSync(0, 'utf8').split('\n');
const {Parser, Language} = require('module').createRequire(path.join(modules, 'x'))('web-tree-sitter');

function* faults(node) {
  if (node.isError || node.isMissing) yield node;
  else if (node.hasError) for (const child of node.children) yield* faults(child);
}

async function main() {
  await Parser.init();
  const parser = new Parser();
  parser.setLanguage(await Language.load(path.join(modules, 'tree-sitter-powershell/tree-sitter-powershell.wasm')));
  for (const file of files) {
    const tree = parser.parse(fs.readFileSync(file, 'utf8').replace(/^\ufeff/, ''));
    for (const {startPosition: at, text} of faults(tree.rootNode))
      console.log(`${file}:${at.row + 1}:${at.column + 1}: ${JSON.stringify(text.slice(0, 80))}`);
    tree.delete();
  }
}

main();

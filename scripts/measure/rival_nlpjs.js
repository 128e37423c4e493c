// NLP.js as a rival of `make bench`: trained on the phrases in a file, then one answer a line.
// usage: node rival_nlpjs.js FOLDER_WITH_NODE_MODULES PHRASES.jsonl
const path = require("path");
const fs = require("fs");
const readline = require("readline");
const { NlpManager } = require(require.resolve("node-nlp", { paths: [path.resolve(process.argv[2])] }));

const read = (file) => fs.readFileSync(file, "utf8").split("\n").filter(Boolean).map((line) => JSON.parse(line));

async function main() {
  const phrases = read(process.argv[3]);
  const languages = [...new Set(phrases.map((each) => each.language))];
  const manager = new NlpManager({ languages, nlu: { log: false }, autoSave: false, forceNER: false });
  for (const each of phrases) manager.addDocument(each.language, each.text, each.topic);
  await manager.train();
  console.log(JSON.stringify({ ready: true }));
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const { intent, score } = await manager.process(JSON.parse(line).text);
    console.log(JSON.stringify({ topic: intent, score }));
  }
}

main();

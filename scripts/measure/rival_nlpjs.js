// NLP.js as a rival of `make bench`: trained on the phrases in a file, then one answer a line.
// usage: node rival_nlpjs.js FOLDER_WITH_NODE_MODULES PHRASES.jsonl
const { spawnSync } = require("child_process");
const path = require("path");
const fs = require("fs");
const readline = require("readline");
const { NlpManager } = require(require.resolve("node-nlp", { paths: [path.resolve(process.argv[2])] }));

const read = (file) => fs.readFileSync(file, "utf8").split("\n").filter(Boolean).map((line) => JSON.parse(line));

// All languages as one: told apart they are fewer phrases each, it guesses the wrong one for every sixth message, and it does worse.
const LANGUAGE = "en";

async function train(phrases, model) {
  const manager = new NlpManager({ languages: [LANGUAGE], nlu: { log: false }, autoSave: false, forceNER: false });
  for (const each of phrases) manager.addDocument(LANGUAGE, each.text, each.topic);
  await manager.train();
  fs.writeFileSync(model, manager.export());
}

async function answer(model) {
  const manager = new NlpManager({ autoSave: false, forceNER: false });
  manager.import(fs.readFileSync(model, "utf8"));
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const { classifications } = await manager.process(LANGUAGE, JSON.parse(line).text);
    // Its best guess, also where it is so unsure that it would say "None": that is right more often.
    const { intent, score } = classifications.find((each) => each.intent !== "None") || { intent: "out_of_scope", score: 0 };
    console.log(JSON.stringify({ topic: intent, score }));
  }
}

async function main() {
  const [node, script, home, phrases, then] = process.argv;
  const model = `${phrases}.nlpjs`;
  if (then === "train") return train(read(phrases), model);
  // In a process of its own, so that the memory of training is not counted.
  const { status } = spawnSync(node, [script, home, phrases, "train"], { stdio: ["ignore", 2, 2] });
  return status === 0 ? answer(model) : process.exit(1);
}

main();

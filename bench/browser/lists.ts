import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

// a real listing of OpenRouter's, where it lies beside the repository; it is read in place
const file = path.resolve(import.meta.dirname, "../../../shared/data/openrouter-models.json");

type Entry = { id: string } & Record<string, unknown>;
type List = { title: string; models: Entry[]; must?: string };

/** The lists that are measured, in the order of their length. */
export type Lists = Record<"real" | "thousands" | "many", () => List>;

const makers = ["anthropic", "deepseek", "google", "meta-llama", "mistralai", "openai", "qwen", "x-ai"];
// a provider here and there names its models in Chinese
const families = ["large", "small", "coder", "vision", "instruct", "thinking", "通义千问", "智谱清言"];

/** Models that do not exist, with the facts of such that do; the same ones each time. */
function invented(count: number): Entry[] {
  return Array.from({ length: count }, (_, index) => {
    const maker = makers[index % makers.length] ?? "";
    const family = families[Math.floor(index / makers.length) % families.length] ?? "";
    return {
      id: `${maker}/${family}-${index}`,
      name: `${maker}: ${family} ${index}`,
      created: 1_700_000_000 + ((index * 7919) % 80_000_000),
      context_length: 8_192 * (1 + (index % 128)),
      architecture: { input_modalities: index % 3 ? ["text"] : ["text", "image"], output_modalities: ["text"] },
      pricing: { prompt: String((index % 97) / 10_000_000), completion: String((index % 89) / 2_000_000) },
      supported_parameters: index % 2 ? ["tools", "temperature", "reasoning"] : ["temperature"],
    };
  });
}

export const lists: Lists = {
  real: () => {
    const must = "p95 below 50 ms";
    if (!existsSync(file)) return { title: "An invented list", models: invented(337), must };
    const { data } = JSON.parse(readFileSync(file, "utf8")) as { data: Entry[] };
    return { title: "The real list", models: data, must };
  },
  thousands: () => ({ title: "5,000 invented models", models: invented(5_000) }),
  many: () => ({ title: "50,000 invented models", models: invented(50_000) }),
};

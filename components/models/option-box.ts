import { type Marks, marksOf } from "./ability-marks.tsx";
import { copy, element, setClass, Words } from "./elements.ts";
import { MarksBox } from "./marks-box.ts";
import { type Pictures, RowBox, type Shown } from "./row-box.ts";

/**
 * A model. A few boxes whose places do not depend on what is in them, and lines that are broken by their text: a dozen of
 * these are laid out and painted with every key that is typed, and each box, picture and cut-off text takes its time.
 */
export class OptionBox extends RowBox<"option"> {
  readonly kind = "option";
  readonly #name = new Words();
  /** below the name: the id, or on a narrow screen the facts */
  readonly #below = new Words();
  readonly #measured = new Words();
  readonly #facts = new Words();
  readonly #nameBox = element("span", "");
  readonly #belowBox = element("span", "");
  /** where the id is not in sight, it is part of the name all the same */
  readonly #id = new Words();
  readonly #idBox = element("span", "sr-only", this.#id.node);
  readonly #factsBox = element("span", "");
  readonly #measuredBox = element("span", "");
  readonly #marksBox = new MarksBox(14);
  readonly #star = element("span", "option-star");
  #marks: Marks | null = null;
  #narrow: boolean | null = null;
  #favourite = false;
  #starTitle = "";

  constructor(pictures: Pictures) {
    super(pictures);
    this.root.role = "option";
    this.#nameBox.append(this.#name.node, this.#belowBox);
    this.#belowBox.append(this.#below.node);
    this.#factsBox.ariaHidden = "true";
    this.#factsBox.append(this.#facts.node, this.#measuredBox);
    this.#measuredBox.append(this.#measured.node);
    // for a pointer; from the keyboard and for a screen reader there is the button below the list
    this.#star.ariaHidden = "true";
    this.#star.append(copy(pictures.star));
    this.root.append(this.#nameBox, this.#star);
  }

  protected write(row: Shown<"option">): void {
    const { model } = row.row;
    const { context, price, measured, description } = row.words;
    this.option(row);
    this.attribute("aria-description", description);
    if (row.narrow !== this.#narrow) this.#arrange(row.narrow);
    this.#name.set(model.name);
    this.#mark(marksOf(model));
    setClass(this.root, measured === null ? "option" : "option option-measured");
    if (row.narrow) {
      const facts = [context, price].filter(Boolean).join(" · ");
      this.#below.set(`\n${facts || model.id}`);
      this.#id.set(` ${model.id}`);
      this.#measured.set(measured === null ? "" : `\n${measured}`);
    } else {
      const named = model.name !== model.id;
      const lines = price === null ? [context ?? ""] : [context ?? "", price];
      this.#below.set(named ? `\n${model.id}` : "");
      this.#facts.set(lines.join("\n"));
      this.#measured.set(measured === null ? "" : `\n${measured}`);
      setClass(this.#nameBox, named ? "option-name" : "option-name option-alone");
      setClass(this.#factsBox, `option-facts option-beside${lines.length === 1 ? " option-line" : ""}`);
    }
    if (row.favourite !== this.#favourite) {
      this.#favourite = row.favourite;
      this.#star.toggleAttribute("data-favourite", row.favourite);
    }
    if (row.starTitle !== this.#starTitle) {
      this.#starTitle = row.starTitle;
      this.#star.title = row.starTitle;
    }
  }

  // a narrow screen has the marks behind the name and the facts below it, and others the id there and the facts beside it
  #arrange(narrow: boolean): void {
    this.#narrow = narrow;
    // a list box reads the names of its options, which are what is in them: the facts are their description
    this.#belowBox.ariaHidden = narrow ? "true" : null;
    if (narrow) {
      this.#nameBox.append(this.#idBox);
      this.#factsBox.remove();
      this.#belowBox.append(this.#measuredBox);
    } else {
      this.#idBox.remove();
      this.#nameBox.after(this.#factsBox);
      this.#facts.node.after(this.#measuredBox);
    }
    if (this.#marks) this.#placeMarks();
    setClass(this.#nameBox, "option-name option-wide");
    setClass(this.#belowBox, narrow ? "option-facts" : "option-id");
  }

  #mark(marks: Marks | null): void {
    if (marks === this.#marks) return;
    if (marks) {
      this.#marksBox.show(marks);
      if (!this.#marks) this.#placeMarks();
    } else this.#marksBox.root.remove();
    this.#marks = marks;
  }

  #placeMarks(): void {
    if (this.#narrow) this.#belowBox.before(this.#marksBox.root);
    else this.#factsBox.append(this.#marksBox.root);
  }
}

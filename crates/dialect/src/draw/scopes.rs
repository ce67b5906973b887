//! The catalogue and its codec.

use super::{Dice, Plan, list, quoted, say, set, table};

pub(super) fn scopes(dice: &mut Dice, plan: &Plan, out: &mut String) {
    table(out, "scopes");
    let silent = plan.scopes.is_empty() || dice.chance(15);
    let separator = if silent { "none" } else { dice.pick([" ", ",", ";", "|", "+", ":"]) };
    say(out, "separator", separator);
    set(out, "accepts", &list(&dice.pick([vec![], vec![" "], vec![",", " "]])));
    say(out, "unknown", dice.pick(["refuse", "drop"]));
    say(out, "asked", if silent { "registration" } else { dice.pick(["request", "request", "registration"]) });
    let axes = !silent && plan.scopes.len() > 2 && dice.chance(30);
    absent(dice, plan, silent || axes, out);
    let access = r#"[{ name = "access", default = "files.read" }]"#;
    set(out, "axes", if axes { access } else { "[]" });
    if let Some(last) = plan.scopes.last().filter(|_| plan.second) {
        set(out, "second", &list(&[last]));
    }
    if plan.scopes.is_empty() {
        set(out, "catalogue", "[]");
    }
    for name in &plan.scopes {
        out.push_str("\n[[scopes.catalogue]]\n");
        say(out, "name", name);
        set(out, "words", &format!("{{ en = {} }}", quoted(&format!("Use {name}"))));
        if axes && name.starts_with("files.") {
            say(out, "axis", "access");
        }
        if *name == "files.write" && dice.chance(50) {
            set(out, "implies", &list(&["files.read"]));
        }
        if dice.chance(30) {
            set(out, "danger", "true");
        }
    }
}

fn absent(dice: &mut Dice, plan: &Plan, never_refused: bool, out: &mut String) {
    match dice.below(4) {
        0 => say(out, "absent", "registered"),
        1 if !never_refused => say(out, "absent", "refuse"),
        2 => set(out, "absent", &list(plan.scopes.get(..1).unwrap_or_default())),
        _ => say(out, "absent", "empty"),
    }
}

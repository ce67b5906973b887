//! Few live tokens and many, as a table.

use super::growth::{FEW, GIVEN, Grown, OLDEST, Side};
use crate::figure::figure;
use crate::load::Slice;
use crate::plot::{Bar, Group, Of, Plot, Scale};
use crate::section::{Section, Verdict};
use crate::statistics::{Spread, median};
use crate::table::each;

fn cost(slices: &[Slice]) -> f64 {
    median(slices.iter().map(each).collect())
}

/// How many times as much it costs, round by round.
fn times(few: &[Slice], many: &[Slice]) -> Spread {
    Spread::of(few.iter().zip(many).map(|(few, many)| each(many) / each(few)))
}

type Figures = fn(&Side) -> f64;

/// What stands in the table about one kind: how it is called, and what making one is.
fn rows([few, many]: &[Side; 2], whose: &str, make: &str) -> Vec<Vec<String>> {
    let row = |what: &str, of: Figures, ratio: String| {
        vec![format!("{whose}: {what}"), figure(of(few)), figure(of(many)), ratio]
    };
    let ratio = |spread: Spread| format!("{} ({})", figure(spread.middle), spread.told());
    vec![
        row("live tokens when they are asked about", |side| median(side.looked_at.clone()), String::new()),
        row("CPU µs of an introspection", |side| cost(&side.looked), ratio(times(&few.looked, &many.looked))),
        row(make, |side| cost(&side.made), ratio(times(&few.made, &many.made))),
        row("live tokens behind the last of these", |side| median(side.left.clone()), String::new()),
        row("bytes of each on the disk, indexes included", |side| side.bytes, String::new()),
    ]
}

/// Where there were so many that the oldest could be purged.
fn purged([few, many]: &[Side; 2]) -> Option<Vec<String>> {
    if many.purged.is_empty() {
        return None;
    }
    let times = Spread::of(few.purged.iter().zip(&many.purged).map(|(few, many)| many / few));
    let [few, many] = [few, many].map(|side| figure(median(side.purged.clone())));
    let what = format!("an app's own: CPU µs to purge one of the oldest {}", figure(f64::from(OLDEST)));
    Some(vec![what, few, many, format!("{} ({})", figure(times.middle), times.told())])
}

pub(super) fn section(grown: &Grown) -> Section {
    let Grown { apps: [few, many], peoples, count, start, machine } = grown;
    let of_apps = rows(&grown.apps, "an app's own", "CPU µs to issue one");
    let of_people = rows(peoples, "people's", "CPU µs of a refresh");
    let of_start = vec!["ms of a start".to_owned(), String::new(), figure(*start), String::new()];
    let group = |title: &str, sides: &[Side; 2], of: fn(&Side) -> &[Slice]| {
        let names = ["few", "many"].into_iter().zip(sides);
        let bar = |(name, side): (&str, &Side)| Bar { label: name.to_owned(), value: cost(of(side)), of: Of::Ours };
        Group { title: title.to_owned(), bars: names.map(bar).collect() }
    };
    let count = figure(f64::from(*count));
    let (made, looked) = (times(&few.made, &many.made).middle, times(&few.looked, &many.looked).middle);
    Section {
        name: "growth",
        title: "Many live tokens",
        head: ["", "few", "many", "ratio"].map(str::to_owned).to_vec(),
        rows: [of_apps, purged(&grown.apps).into_iter().collect(), vec![of_start], of_people].concat(),
        note: format!(
            "Copies of what the server wrote, with {GIVEN} tokens that it gave out spread among them: these are what is asked about. The goals are about an app's own tokens, \
             which no index names. Those of people came from a code: each has a family and a refresh token beside it, all of which is in its bytes, and two indexes name them; ten \
             are one person's. Both servers in turns, the few anew in each round; ratios are medians of the rounds' ratios, and from the lowest to the highest. What is purged \
             has ended in a store that ended well, the few beside as many; three starts of each server, and all that each takes of the CPU for some seconds. {machine}",
        ),
        plot: Plot {
            title: "CPU µs, by live tokens".to_owned(),
            scale: Scale::Linear,
            groups: vec![
                group("to issue an app's own", &grown.apps, |side| &side.made),
                group("an introspection of it", &grown.apps, |side| &side.looked),
                group("a refresh of a person's", peoples, |side| &side.made),
                group("an introspection of it", peoples, |side| &side.looked),
            ],
        },
        verdicts: vec![
            Verdict::at_most("G11", format!("start with {count} tokens"), *start, 150.0, " ms"),
            Verdict::at_most("G13", "bytes of a live opaque token, indexes included", many.bytes, 115.0, ""),
            Verdict::at_most("G14", format!("issuance, {count} tokens of {}", figure(f64::from(FEW))), made, 1.15, "x"),
            Verdict::at_most(
                "G14",
                format!("introspection, {count} tokens of {}", figure(f64::from(FEW))),
                looked,
                1.4,
                "x",
            ),
        ],
    }
}

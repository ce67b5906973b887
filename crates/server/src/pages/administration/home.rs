//! Figures, apps that wait, and the realms at a glance.

use super::said::{at, named, number};
use super::sheet::{Lines, Sheet, Table, columns};
use crate::metrics::figures::{Bar, Chart, Span};
use crate::pages::frame::{Current, Frame, Link};
use crate::pages::html::{Html, Part};
use crate::pages::lasting::grouped;
use crate::pages::words::Words;
use crate::pages::words::reference::pair;
use askama::Template;

/// Rows of the table behind the charts: several bars together.
const ROWS: usize = 12;

/// The first page of the administration.
#[derive(Clone, Debug)]
pub struct AdminHome {
    /// How far back the figures go.
    pub span: Span,
    /// The figures.
    pub chart: Chart,
    /// Apps that wait for review: name, where they are, and their realm.
    pub waiting: Vec<(String, String, String)>,
    /// Realms: title and where they are.
    pub realms: Vec<(String, String)>,
}

impl AdminHome {
    /// The page.
    pub fn render(&self, frame: &Frame) -> String {
        let own = &frame.words().administration.home;
        let waits = |(name, href, realm): &(String, String, String)| vec![named(href, name), super::said::name(realm)];
        let waiting = Table {
            title: Some(own.waiting),
            columns: columns(&[(own.app, ""), (own.in_realm, "")]),
            rows: self.waiting.iter().map(waits).collect(),
            none: own.waiting_none,
            note: None,
        };
        let lines = self.realms.iter().map(|(title, href)| named(href, title)).collect();
        let realms = Lines { title: own.realms, lines, none: "" };
        let blocks = [self.figures(frame), self.refusals(frame), Html::drawn(&waiting), Html::drawn(&realms)];
        let heading = Html::plain(own.title);
        let lead = Some(Html::plain(own.lead));
        let about = if self.span == Span::Day { vec![own.day.to_owned()] } else { Vec::new() };
        Sheet { title: own.title, about, heading, lead, blocks: blocks.into(), ..Sheet::default() }.render(frame)
    }

    fn figures(&self, frame: &Frame) -> Html {
        let words = frame.words();
        let own = &words.administration.home;
        let span = |text: &'static str, href: &str, span| {
            let href = format!("{}{href}", frame.to(""));
            Link { text: text.into(), href, current: Current::when(span == self.span) }
        };
        let drawn = |name, sentence, key, sums: [fn(&Bar) -> u64; 2]| {
            Html::drawn(&Drawn::new(words, (name, sentence, key), &self.chart.bars, sums))
        };
        let charts = vec![
            drawn(
                own.requests,
                own.said_requests,
                Some(own.refused),
                [|bar| bar.sums.requests, |bar| bar.sums.refused],
            ),
            drawn(
                own.sign_ins,
                own.said_sign_ins,
                Some(own.failed),
                [|bar| bar.sums.sign_ins, |bar| bar.sums.sign_ins_failed],
            ),
            drawn(own.tokens, own.said_tokens, None, [|bar| bar.sums.tokens, |_| 0]),
        ];
        let spans = vec![span(own.hour, "", Span::Hour), span(own.day, "?span=day", Span::Day)];
        Html::drawn(&Figures { words, spans, charts, numbers: self.numbers(frame) })
    }

    /// The same as a table of [`ROWS`] rows; times in which nothing happened are left out.
    fn numbers(&self, frame: &Frame) -> Html {
        let words = frame.words();
        let own = &words.administration.home;
        let names = [own.requests, own.refused, own.sign_ins, own.failed, own.tokens];
        let heads: Vec<_> = [(own.when, "")].into_iter().chain(names.map(|name| (name, "number"))).collect();
        let row = |bars: &[Bar]| {
            let sum = |each: fn(&Bar) -> u64| bars.iter().map(each).sum::<u64>();
            let (requests, refused) = (sum(|bar| bar.sums.requests), sum(|bar| bar.sums.refused));
            let (sign_ins, failed) = (sum(|bar| bar.sums.sign_ins), sum(|bar| bar.sums.sign_ins_failed));
            let counts = [requests, refused, sign_ins, failed, sum(|bar| bar.sums.tokens)];
            let first = bars.first().filter(|_| counts.iter().any(|count| *count > 0))?;
            Some(
                [at(frame, first.at.max(self.chart.began))]
                    .into_iter()
                    .chain(counts.map(|count| number(words, count)))
                    .collect(),
            )
        };
        let rows = self.chart.bars.chunks(self.chart.bars.len().div_ceil(ROWS).max(1)).rev().filter_map(row).collect();
        Html::drawn(&Table { columns: columns(&heads), rows, none: own.quiet, ..Table::default() })
    }

    fn refusals(&self, frame: &Frame) -> Html {
        let words = frame.words();
        let own = &words.administration.home;
        let row = |(refusal, count): &(engine::refusal::Refusal, u64)| {
            let said = match pair(words.reference.refusals, refusal.name()).0 {
                "" => words.trouble.find(refusal.name(), &[]).1.heading,
                said => said,
            };
            vec![Html::plain(said), number(words, *count)]
        };
        Html::drawn(&Table {
            title: Some(own.refusals),
            columns: columns(&[(own.why, ""), (own.count, "number")]),
            rows: self.chart.refusals.iter().map(row).collect(),
            none: own.refusals_none,
            note: None,
        })
    }

    #[cfg(test)]
    pub(super) fn sample(name: &str) -> Self {
        use crate::metrics::figures::Sums;
        let sums = |n| Sums { requests: n * 7, refused: n, sign_ins: n, sign_ins_failed: n / 2, tokens: n * 3 };
        let bars =
            (0..60).map(|n| Bar { at: 1_795_348_800 - 60 * n, sums: sums(n.unsigned_abs() % 9) }).rev().collect();
        let refusals = engine::refusal::Refusal::ALL.iter().take(5).map(|refusal| (*refusal, 1234)).collect();
        Self {
            span: Span::Hour,
            chart: Chart { step: 60, began: 0, bars, refusals },
            waiting: vec![(name.to_owned(), "/admin/realms/standard/apps/x".to_owned(), name.to_owned())],
            realms: vec![(name.to_owned(), "/admin/realms/standard".to_owned())],
        }
    }
}

#[derive(Template)]
#[template(path = "administration/figures.html")]
struct Figures {
    words: &'static Words,
    spans: Vec<Link>,
    charts: Vec<Html>,
    numbers: Html,
}

/// Bars of one height for one number, and what is bad of it in front.
#[derive(Template)]
#[template(path = "administration/chart.html")]
struct Drawn {
    name: &'static str,
    said: Html,
    /// What is in front, in a word: its colour alone says nothing.
    key: Option<&'static str>,
    width: usize,
    height: u64,
    bars: String,
    bad: String,
}

/// How high the highest bar is, and how wide each is with the gap behind it.
const HEIGHT: u64 = 40;
const STEP: usize = 4;

impl Drawn {
    fn new(
        words: &Words,
        (name, sentence, key): (&'static str, &str, Option<&'static str>),
        bars: &[Bar],
        [all, bad]: [fn(&Bar) -> u64; 2],
    ) -> Self {
        let most = bars.iter().map(|bar| all(bar).max(bad(bar))).max().unwrap_or_default().max(1);
        let sum = |each: fn(&Bar) -> u64| grouped(bars.iter().map(each).sum(), words.units.thousands);
        let (count, other) = (sum(all), sum(bad));
        let said = Html::fill(sentence, &[("count", Part::Text(&count)), ("other", Part::Text(&other))]);
        let path = |each: fn(&Bar) -> u64| -> String {
            let bar = |(nth, bar): (usize, &Bar)| match (each(bar) * HEIGHT).div_ceil(most) {
                0 => String::new(),
                high => format!("M{} {HEIGHT}v-{high}h{}v{high}z", nth * STEP, STEP - 1),
            };
            bars.iter().enumerate().map(bar).collect()
        };
        Self { name, said, key, width: bars.len() * STEP, height: HEIGHT, bars: path(all), bad: path(bad) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::figures::Sums;

    #[test]
    fn no_figure_is_older_than_the_server() {
        let frame = Frame::sample("en", "Notes");
        let sums = Sums { requests: 1, ..Sums::default() };
        let bars = [frame.now - 7200, frame.now - 3600].map(|at| Bar { at, sums }).into();
        let chart = Chart { step: 3600, began: frame.now - 600, bars, refusals: Vec::new() };
        let html = AdminHome { span: Span::Day, chart, ..AdminHome::sample("Notes") }.render(&frame);
        assert!(html.contains("10 minutes ago") && !html.contains("hour ago"), "{html}");
    }
}

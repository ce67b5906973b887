//! The last hour by minute and the last day by hour, for charts: differences between what the counters stood at. A request pays nothing for it.

use super::words::SignIn;
use crate::server::Server;
use engine::refusal::Refusal;
use engine::time::Now;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

/// How often somebody looks whether a new minute has begun.
const LOOK: Duration = Duration::from_secs(1);

/// How far back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Span {
    /// 60 minutes.
    Hour,
    /// 24 hours.
    Day,
}

impl Span {
    /// Seconds of a bar, and how many bars.
    fn shape(self) -> (i64, usize) {
        match self {
            Self::Hour => (60, 60),
            Self::Day => (3600, 24),
        }
    }
}

/// Numbers of one span of time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    /// Requests answered.
    pub requests: u64,
    /// Requests refused, for whatever reason.
    pub refused: u64,
    /// Sign-ins.
    pub sign_ins: u64,
    /// Tries to sign in that did not succeed.
    pub sign_ins_failed: u64,
    /// Answers that handed out a token.
    pub tokens: u64,
}

/// One bar of a chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bar {
    /// When it begins, in seconds since 1970.
    pub at: i64,
    /// Its numbers.
    pub sums: Sums,
}

/// What a chart shows. Times before the process began read as 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chart {
    /// Seconds of one bar.
    pub step: i64,
    /// When the process began to count: nothing that is shown was before.
    pub began: i64,
    /// Oldest first; the last is still growing.
    pub bars: Vec<Bar>,
    /// Why requests were refused in all of it, the most frequent reason first; reasons that did not occur are left out.
    pub refusals: Vec<(Refusal, u64)>,
}

/// The counters as they stood at one time.
#[derive(Clone, Debug, Default)]
struct Totals {
    sums: Sums,
    refusals: Vec<u64>,
}

/// What the counters stood at, at each beginning of a minute and of an hour.
#[derive(Debug, Default)]
pub struct Figures {
    began: OnceLock<i64>,
    hour: Mutex<VecDeque<(i64, Totals)>>,
    day: Mutex<VecDeque<(i64, Totals)>>,
}

impl Figures {
    /// The chart of that span until now.
    pub fn chart(server: &Server, span: Span) -> Chart {
        let (now, totals) = (server.clock.now(), totals(server));
        let figures = &server.metrics.figures;
        figures.roll(span, now, &totals);
        let (step, bars) = span.shape();
        let kept = figures.kept(span).lock().unwrap_or_else(PoisonError::into_inner).clone();
        let last = now.secs().div_euclid(step);
        let first = last + 1 - i64::try_from(bars).unwrap_or_default();
        // What a bar began with; one that nobody kept began, and ended, before the process.
        let at = |slot: i64| kept.iter().find(|(own, _)| *own >= slot).map_or(&totals, |(_, totals)| totals);
        let bar = |slot: i64| Bar { at: slot * step, sums: at(slot + 1).sums.since(&at(slot).sums) };
        let before = at(first);
        let since = |(index, count): (usize, &u64)| count - before.refusals.get(index).copied().unwrap_or_default();
        let counts = totals.refusals.iter().enumerate().map(since);
        let mut refusals: Vec<(Refusal, u64)> =
            Refusal::ALL.iter().copied().zip(counts).filter(|(_, count)| *count > 0).collect();
        refusals.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        let began = figures.began.get().copied().unwrap_or_default();
        Chart { step, began, bars: (first..=last).map(bar).collect(), refusals }
    }

    fn kept(&self, span: Span) -> &Mutex<VecDeque<(i64, Totals)>> {
        match span {
            Span::Hour => &self.hour,
            Span::Day => &self.day,
        }
    }

    /// Keeps what the counters stand at where a new bar has begun. What happened since the last look counts for the bar before.
    fn roll(&self, span: Span, now: Now, totals: &Totals) {
        self.began.get_or_init(|| now.secs());
        let (step, bars) = span.shape();
        let slot = now.secs().div_euclid(step);
        let mut kept = self.kept(span).lock().unwrap_or_else(PoisonError::into_inner);
        if kept.back().is_none_or(|(last, _)| *last < slot) {
            // The process began with nothing counted, within this very bar.
            let first = if kept.is_empty() { Totals::default() } else { totals.clone() };
            kept.push_back((slot, first));
        }
        while kept.front().is_some_and(|(first, _)| *first < slot - i64::try_from(bars).unwrap_or_default()) {
            kept.pop_front();
        }
    }
}

impl Sums {
    fn since(self, before: &Self) -> Self {
        Self {
            requests: self.requests.saturating_sub(before.requests),
            refused: self.refused.saturating_sub(before.refused),
            sign_ins: self.sign_ins.saturating_sub(before.sign_ins),
            sign_ins_failed: self.sign_ins_failed.saturating_sub(before.sign_ins_failed),
            tokens: self.tokens.saturating_sub(before.tokens),
        }
    }
}

fn totals(server: &Server) -> Totals {
    let metrics = &server.metrics;
    let realms = server.realms.all.iter().chain([&server.realms.admin]).map(|realm| realm.requests.total());
    let refusals: Vec<u64> = metrics.refusals.each().map(|(_, count)| count).collect();
    let sign_ins = metrics.sign_ins.each().filter(|(outcome, _)| *outcome == SignIn::Accepted).map(|(_, count)| count);
    let sign_ins = sign_ins.sum();
    let sums = Sums {
        requests: realms.sum::<u64>() + metrics.elsewhere.total(),
        refused: refusals.iter().sum(),
        sign_ins,
        sign_ins_failed: metrics.sign_ins.total() - sign_ins,
        tokens: metrics.issued.total(),
    };
    Totals { sums, refusals }
}

/// Looks until the server ends.
pub async fn keep(server: Arc<Server>) {
    loop {
        let (now, totals) = (server.clock.now(), totals(&server));
        for span in [Span::Hour, Span::Day] {
            server.metrics.figures.roll(span, now, &totals);
        }
        tokio::time::sleep(LOOK).await;
    }
}
